package io.halfshake.linux;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine's loop and the event loop that it runs on. Any thread. */
final class LoopSlot {
    /** Makes a loop on an event loop. Throws with the system call and its error. */
    interface Maker {
        EngineLoop<?> make(EventLoop eventLoop);
    }

    private static final long END_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final EventLoop eventLoop;
    private final EngineLoop<?> loop;

    LoopSlot(EventLoop eventLoop, Maker maker) {
        this.eventLoop = eventLoop;
        this.loop = maker.make(eventLoop);
        boolean isWatched = false;
        try {
            eventLoop.onEnd(loop.end()::ended);
            isWatched = true;
        } finally {
            if (!isWatched) {
                abandon(loop.end());
            }
        }
    }

    /** A loop that is not closed in that time keeps the functions bound until it is. */
    private static void abandon(LoopShutdown end) {
        if (!end.close(System.nanoTime() + END_NANOS)) {
            LibCBinding.retain();
            end.whenOver(LibCBinding::release);
        }
    }

    EngineLoop<?> loop() {
        return loop;
    }

    /** Whether a check may be asked here. */
    boolean isUsable() {
        return !loop.end().isDead();
    }

    /**
     * Closes every descriptor, and ends the event loop if it is ours to end. Waits for that until then. True if it is
     * done.
     */
    boolean close(long deadline) {
        boolean done = false;
        boolean ended = false;
        try {
            done = loop.end().close(deadline);
        } finally {
            eventLoop.shutDown();
            ended = eventLoop.awaitEnd(deadline);
        }
        return done && ended;
    }

    /** Once closed: runs this when nothing here makes system calls any more, which may be now. Once at most. */
    void whenOver(Runnable last) {
        AtomicInteger left = new AtomicInteger(2);
        Runnable oneIsOver = () -> {
            if (left.decrementAndGet() == 0) {
                eventLoop.forget();
                last.run();
            }
        };
        loop.end().whenOver(oneIsOver);
        eventLoop.whenOver(oneIsOver);
    }

    long completedHandshakes() {
        return loop.completedHandshakes();
    }

    int longestAnswerWaitMillis() {
        return loop.longestAnswerWaitMillis();
    }
}
