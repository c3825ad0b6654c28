package io.halfshake.linux;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An event loop of a user's Netty. Nothing but {@link NettyLoops} may load this class: Netty may not be there. */
final class NettyLoop implements EventLoop {
    private static final int MAX_CANCELS = 2;

    final IoEventLoop netty;
    private @Nullable FutureListener<Object> listener;

    NettyLoop(IoEventLoop netty) {
        this.netty = netty;
    }

    private static final class Handle implements EpollIoHandle {
        private final EpollHandler handler;
        private final FileDescriptor descriptor;

        Handle(EpollHandler handler) {
            this.handler = handler;
            this.descriptor = new FileDescriptor(handler.descriptor());
        }

        @Override
        public FileDescriptor fd() {
            return descriptor;
        }

        @Override
        public void handle(IoRegistration unused, IoEvent event) {
            handler.ready();
        }

        /** The event loop is going away. */
        @Override
        public void close() {
            handler.close();
        }
    }

    @Override
    public boolean inEventLoop() {
        return netty.inEventLoop();
    }

    @Override
    public void execute(LoopTask task) {
        int stage = task.stage();
        if (!LoopTask.isQueued(stage)) {
            netty.execute(task);
            // Only now: a thread that finds it queued relies on it, and Netty may have refused it. That two threads may
            // give it at the same time does no harm.
            boolean unused = task.queueAfter(stage);
        }
    }

    @Override
    public void schedule(LoopTask task, long nanos) {
        Future<?> unused = netty.schedule(task::runScheduled, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public EpollRegistration register(EpollHandler handler, int events) {
        Future<IoRegistration> future = netty.register(new Handle(handler));
        // On the loop's own thread registering is done when the call returns.
        IoRegistration registration = future.getNow();
        if (registration == null) {
            throw new IllegalStateException("epoll registration failed", future.cause());
        }
        boolean isPolled = false;
        try {
            // First: there may be no memory for it.
            EpollRegistration made = () -> cancel(registration);
            registration.submit(EpollIoOps.valueOf(events));
            isPolled = true;
            return made;
        } finally {
            if (!isPolled) {
                cancel(registration);
            }
        }
    }

    /** Closing the descriptor takes it out of epoll, too. But Netty would take the next of that number for it. */
    private static void cancel(IoRegistration registration) {
        for (int attempt = 1; attempt <= MAX_CANCELS; attempt++) {
            try {
                registration.cancel();
                return;
            } catch (RejectedExecutionException e) {
                // The event loop has ended, and its epoll descriptor with it.
                return;
            } catch (RuntimeException | Error e) {
                LoopWarning.DESCRIPTOR_NOT_REMOVED.report(e);
            }
        }
    }

    @Override
    public boolean isShuttingDown() {
        return netty.isShuttingDown();
    }

    @Override
    public boolean isTerminated() {
        return netty.isTerminated();
    }

    @Override
    public @Nullable Throwable failure() {
        return netty.terminationFuture().cause();
    }

    @Override
    public void onEnd(Runnable last) {
        FutureListener<Object> added = unused -> last.run();
        listener = added;
        netty.terminationFuture().addListener(added);
    }

    /** The event loop may live on, and is not to keep what was closed. */
    @Override
    public void forget() {
        if (listener != null) {
            netty.terminationFuture().removeListener(listener);
        }
    }

    @Override
    public void shutDown() {
        // It is the user's.
    }

    @Override
    public boolean awaitEnd(long deadline) {
        return true;
    }

    @Override
    public void whenOver(Runnable last) {
        last.run();
    }
}
