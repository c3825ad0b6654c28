package io.halfshake.linux;

import io.netty.channel.IoEventLoop;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A place for a loop. Where an own event loop has died, the next check finds another loop here. Any thread. */
final class LoopSlot {
    /** Makes a loop on an event loop. Throws with the system call and its error. */
    interface Maker {
        EngineLoop<?> make(IoEventLoop eventLoop);
    }

    private static final long END_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Maker maker;
    private final boolean isRenewable;
    private LoopThread thread;
    private volatile EngineLoop<?> loop;

    /** Dead loops whose descriptors another thread may be closing at this moment. */
    private final Set<EngineLoop<?>> replaced = new LinkedHashSet<>();

    private boolean closed;
    private long completedBefore;
    private int longestWaitMillisBefore;

    LoopSlot(LoopThread thread, Maker maker) {
        this.thread = thread;
        this.maker = maker;
        this.isRenewable = thread.isOwn();
        this.loop = make(thread);
    }

    private EngineLoop<?> make(LoopThread on) {
        EngineLoop<?> made = maker.make(on.eventLoop());
        boolean isWatched = false;
        try {
            on.onEnd(made.end()::ended);
            isWatched = true;
            return made;
        } finally {
            if (!isWatched) {
                abandon(made.end());
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

    /** The loop to ask. Throws what the operating system refuses to a new one. */
    EngineLoop<?> loop() {
        EngineLoop<?> current = loop;
        return current.end().isDead() ? replaced(current) : current;
    }

    private synchronized EngineLoop<?> replaced(EngineLoop<?> dead) {
        LoopThread next = loop == dead && !closed ? thread.successor() : null;
        if (next == null) {
            return loop;
        }
        boolean made = false;
        try {
            forgetThoseThatAreOver();
            replaced.add(dead);
            EngineLoop<?> another = make(next);
            thread = next;
            loop = another;
            made = true;
            return another;
        } finally {
            if (!made) {
                next.end(System.nanoTime() + END_NANOS);
            }
        }
    }

    private void forgetThoseThatAreOver() {
        for (Iterator<EngineLoop<?>> loops = replaced.iterator(); loops.hasNext(); ) {
            EngineLoop<?> old = loops.next();
            // One that could not be replaced is still in its place.
            if (old != loop && old.end().isOver()) {
                completedBefore += old.completedHandshakes();
                longestWaitMillisBefore = Math.max(longestWaitMillisBefore, old.longestAnswerWaitMillis());
                loops.remove();
            }
        }
    }

    /** Also those that are dead, and may still find as they release their sockets what has leaked. */
    private Set<EngineLoop<?>> loops() {
        Set<EngineLoop<?>> loops = new LinkedHashSet<>(replaced);
        loops.add(loop);
        return loops;
    }

    /** Whether a check may be asked here: the loop lives, or another takes its place. */
    boolean isUsable() {
        return isRenewable || !loop.end().isDead();
    }

    /**
     * Closes every descriptor, and ends the event loop if it is ours to end. Waits for that until then. True if it is
     * done.
     */
    boolean close(long deadline) {
        LoopThread last;
        List<EngineLoop<?>> before;
        synchronized (this) {
            closed = true;
            last = thread;
            before = List.copyOf(replaced);
        }
        boolean done = false;
        boolean ended = false;
        try {
            done = loop.end().close(deadline);
        } finally {
            last.end(deadline);
            ended = last.awaitEnd(deadline);
        }
        for (EngineLoop<?> dead : before) {
            done &= dead.end().awaitEnded(deadline);
        }
        return done && ended;
    }

    /** Once closed: runs this when nothing here makes system calls any more, which may be now. Once at most. */
    void whenOver(Runnable last) {
        LoopThread lastThread;
        Set<EngineLoop<?>> loops;
        synchronized (this) {
            lastThread = thread;
            loops = loops();
        }
        AtomicInteger left = new AtomicInteger(loops.size() + 1);
        Runnable oneIsOver = () -> {
            if (left.decrementAndGet() == 0) {
                lastThread.forget();
                last.run();
            }
        };
        loops.forEach(any -> any.end().whenOver(oneIsOver));
        lastThread.whenOver(oneIsOver);
    }

    synchronized long completedHandshakes() {
        long leaked = completedBefore;
        for (EngineLoop<?> any : loops()) {
            leaked += any.completedHandshakes();
        }
        return leaked;
    }

    synchronized int longestAnswerWaitMillis() {
        int longest = longestWaitMillisBefore;
        for (EngineLoop<?> any : loops()) {
            longest = Math.max(longest, any.longestAnswerWaitMillis());
        }
        return longest;
    }
}
