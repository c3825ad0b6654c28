package io.halfshake.linux;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What a loop runs on: an event loop, which is the engine's own or the user's. */
final class LoopThread {
    private static final long TRY_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long WAKE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** How long closing an engine waits for its loops, and how long an event loop may take to end. */
    static final long CLOSE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final @Nullable ThreadFactory threads;
    private final IoEventLoop eventLoop;
    private final @Nullable IoEventLoopGroup own;
    private final EndSignal end = new EndSignal();
    private @Nullable Runnable onEnd;
    private boolean isOver;
    private @Nullable FutureListener<Object> listener;

    /** The user's. */
    LoopThread(IoEventLoop eventLoop) {
        this.threads = null;
        this.eventLoop = eventLoop;
        this.own = null;
    }

    private LoopThread(ThreadFactory threads) {
        this.threads = threads;
        // Its end is reported by the thread itself, as the last thing it does: an event loop that dies for want of
        // memory
        // may not be able to tell.
        ThreadFactory telling = eventLoop -> threads.newThread(() -> run(eventLoop));
        this.own = new MultiThreadIoEventLoopGroup(1, telling, EpollIoHandler.newFactory());
        this.eventLoop = own.next();
    }

    /** A new one, with threads of that name. */
    static LoopThread own(String name) {
        return new LoopThread(new DefaultThreadFactory(name, true));
    }

    private void run(Runnable all) {
        try {
            all.run();
        } finally {
            ended();
        }
    }

    IoEventLoop eventLoop() {
        return eventLoop;
    }

    /** Another in the place of this one; null if it is the user's. */
    @Nullable
    LoopThread successor() {
        return threads == null ? null : new LoopThread(threads);
    }

    /** What is to be done once the thread runs nothing any more: by the thread itself if it is ours, or by another. */
    void onEnd(Runnable last) {
        if (own == null) {
            FutureListener<Object> added = unused -> last.run();
            listener = added;
            eventLoop.terminationFuture().addListener(added);
            return;
        }
        synchronized (this) {
            if (!isOver) {
                onEnd = last;
                return;
            }
        }
        last.run();
    }

    /** Nothing is left to be done then: the user's event loop may live on, and is not to keep what was closed. */
    void forget() {
        if (listener != null) {
            eventLoop.terminationFuture().removeListener(listener);
        }
    }

    private void ended() {
        Runnable last;
        synchronized (this) {
            last = onEnd;
            onEnd = null;
            isOver = true;
        }
        try {
            if (last != null) {
                last.run();
            }
        } finally {
            end.over();
        }
    }

    boolean isOwn() {
        return own != null;
    }

    /** Ends the event loop, if it is ours to end. Tries until then where there is no memory for it. */
    void end(long deadline) {
        IoEventLoopGroup group = own;
        while (group != null && !tellToEnd(group) && deadline - System.nanoTime() > 0) {
            LockSupport.parkNanos(TRY_AGAIN_NANOS);
        }
    }

    private boolean tellToEnd(IoEventLoopGroup group) {
        try {
            Future<?> unused = group.shutdownGracefully(0, CLOSE_WAIT_NANOS, TimeUnit.NANOSECONDS);
            return true;
        } catch (RuntimeException | Error e) {
            if (eventLoop.isTerminated()) {
                // It had no thread, and could not start one to end in.
                ended();
                return true;
            }
            return false;
        }
    }

    /** Runs this once it has ended if it is ours to end, or now. One at most is kept. */
    void whenOver(Runnable last) {
        if (own == null) {
            last.run();
        } else {
            end.whenOver(last);
        }
    }

    /** Waits until it has ended, if it is ours to end, or until then. False if it was not over by then. */
    boolean awaitEnd(long deadline) {
        boolean interrupted = false;
        while (own != null && !end.isOver() && deadline - System.nanoTime() > 0) {
            try {
                if (!end.await(WAKE_NANOS)) {
                    wake();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return own == null || end.isOver();
    }

    /** Netty does not wake a second time what it failed to wake when it was told to end. */
    private void wake() {
        try {
            // A task of any kind.
            eventLoop.execute(end::isOver);
        } catch (RuntimeException | Error e) {
            // It has ended by now, or is tried again.
            return;
        }
    }
}
