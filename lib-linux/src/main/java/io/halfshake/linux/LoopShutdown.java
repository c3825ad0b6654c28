package io.halfshake.linux;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How a loop ends: when it is closed, or with its event loop, which may be shut down or die of an error of its own.
 * Either way every descriptor is closed and every probe completed, once.
 */
final class LoopShutdown {
    /** The loop that ends. Called on its thread, or by any one once that runs nothing any more. */
    interface Owner {
        /** No further probe is begun. */
        void stopBeginning();

        /** Closes up to {@code max} descriptors and ends their probes. True when none remain. */
        boolean releaseSome(int max);

        /** Ends whatever waits: the event loop runs nothing any more. */
        void refuseBacklog();

        /** Wraps a task: its errors do not reach the event loop, and outcomes are delivered after it. */
        LoopTask turn(Runnable work);

        /** Runs a {@link #turn} later. False if the event loop is going away, or has no room for it. */
        boolean schedule(LoopTask turn, long nanos);

        /** After whatever the event loop has called. Never throws. */
        void endTurn();
    }

    /** Descriptors in one turn of the loop, so that outcomes of those closed do not wait for all others. */
    private static final int MAX_RELEASED = 256;

    /** More than a loop has descriptors, each of which may fail once. */
    private static final int MAX_FAILURES = 1 << 17;

    private static final long TRY_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long RECHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Owner loop;
    private final EventLoop eventLoop;
    private final LoopTask closeSome;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final EndSignal over = new EndSignal();

    /** The event loop takes no tasks any more, or would never run them. */
    private volatile boolean dead;

    private volatile @Nullable Thread thread;

    /** Of closing descriptors. Belongs to the loop's thread, and once that runs nothing any more to its successor. */
    private int failures;

    LoopShutdown(Owner loop, EventLoop eventLoop) {
        this.loop = loop;
        this.eventLoop = eventLoop;
        this.closeSome = loop.turn(this::closeSome);
    }

    /** On the loop's thread, in each turn. */
    void seen() {
        if (thread != Thread.currentThread()) {
            thread = Thread.currentThread();
        }
    }

    /** Any thread: whether the event loop runs no tasks any more. */
    boolean isDead() {
        if (!dead) {
            detectEnd();
        }
        return dead;
    }

    /** The event loop has rejected a task: true if it will reject all others too. */
    boolean isRefusing() {
        dead |= eventLoop.isShuttingDown();
        return dead;
    }

    /**
     * A thread that dies may leave a user's event loop in the state of shutting down without a notification, since
     * Netty needs memory for that.
     */
    private void detectEnd() {
        if (eventLoop.isShuttingDown()) {
            Thread known = thread;
            if (eventLoop.isTerminated() || (known != null && !known.isAlive())) {
                ended();
            }
        }
    }

    /**
     * The event loop's thread runs nothing any more, so that this one may do its work: what was left is closed and
     * ended. Further calls do nothing.
     */
    void ended() {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        dead = true;
        boolean done = false;
        for (int errors = 0; !done && errors < MAX_FAILURES; ) {
            try {
                releaseAll();
                loop.refuseBacklog();
                done = true;
            } catch (Throwable e) {
                // Thrown by what was to handle an error: without memory even the first use of a constant fails.
                errors++;
            }
        }
        over.over();
    }

    private void releaseAll() {
        loop.stopBeginning();
        boolean released = false;
        while (!released) {
            released = releaseSome();
            loop.endTurn();
        }
    }

    /** True when none remain, or closing them has failed too often. */
    private boolean releaseSome() {
        try {
            return loop.releaseSome(MAX_RELEASED);
        } catch (RuntimeException | Error e) {
            if (failures++ == 0) {
                LoopWarning.DESCRIPTOR_NOT_CLOSED.report(e);
            }
            return failures >= MAX_FAILURES;
        }
    }

    /**
     * Any thread: closes every socket, some in each turn of the loop. Waits for that until then, unless this is the
     * loop's thread. True if it is done.
     */
    boolean close(long deadline) {
        boolean told = tell();
        if (eventLoop.inEventLoop()) {
            if (!told) {
                closeSome.runScheduled();
            }
            return isOver();
        }
        while (!told && deadline - System.nanoTime() > 0) {
            LockSupport.parkNanos(TRY_AGAIN_NANOS);
            told = tell();
        }
        return awaitEnded(deadline);
    }

    /** Any thread: whether nothing of the loop makes system calls any more. */
    boolean isOver() {
        return over.isOver();
    }

    /** Any thread: runs this once {@link #isOver()}, or now. One at most is kept. */
    void whenOver(Runnable last) {
        over.whenOver(last);
    }

    private boolean tell() {
        try {
            eventLoop.execute(closeSome);
            return true;
        } catch (RuntimeException | Error e) {
            // If it ends, it closes what it has, which may be at this very moment. Else there was no memory, or no
            // room.
            return eventLoop.isShuttingDown();
        }
    }

    /** Waits for the end of a loop that was closed, or whose event loop has ended, or until then. True if it came. */
    boolean awaitEnded(long deadline) {
        boolean interrupted = false;
        detectEnd();
        while (!isOver() && deadline - System.nanoTime() > 0) {
            try {
                if (!over.await(RECHECK_NANOS)) {
                    detectEnd();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return isOver();
    }

    private void closeSome() {
        loop.stopBeginning();
        if (releaseSome() || !loop.schedule(closeSome, 0)) {
            releaseAll();
            over.over();
        }
    }

    /** Why a probe is not sent that is left when the event loop has ended. */
    Throwable cause() {
        IllegalStateException gone = new IllegalStateException("event loop: shut down (expected running)");
        Throwable why = eventLoop.failure();
        if (why != null) {
            gone.initCause(why);
        }
        return gone;
    }
}
