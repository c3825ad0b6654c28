package io.halfshake;

import java.util.Iterator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Many checks for one calling thread, a bounded number of them at a time. */
final class Batch {
    /**
     * With this number in flight there is other work until the caller polls again, so that no result waits. Being woken
     * for each result alone costs both threads as much as a third of a check.
     */
    private static final int ENOUGH_TO_NAP = 32;

    private static final long NAP_NANOS = 50_000;

    private final DefaultChecker checker;
    private final long timeoutNanos;
    private final int window;
    private final Thread caller = Thread.currentThread();

    /** Where results arrive, from any thread: the latest first. */
    private final AtomicReference<@Nullable Running> arrived = new AtomicReference<>();

    /** Whether the caller may have to be woken. */
    private volatile boolean asleep;

    /** Results taken from there, the earliest first. */
    private @Nullable Running ready;

    private @Nullable Running lastStarted;
    private int running;
    private boolean resultsComeFast;
    private boolean interrupted;
    private @Nullable Throwable broken;

    /** One check of the batch. Its links are its place among those running, and then among those that have arrived. */
    private final class Running implements Delivery {
        private @Nullable Check check;
        private @Nullable CheckResult result;
        private @Nullable Running older;
        private @Nullable Running newer;
        private @Nullable Running nextArrived;
        private boolean hasArrived;
        private boolean hasLeft;

        @Override
        public void deliver(CheckResult found) {
            if (!hasArrived) {
                result = found;
                Running before;
                do {
                    before = arrived.get();
                    nextArrived = before;
                } while (!arrived.compareAndSet(before, this));
                hasArrived = true;
            }
            if (asleep) {
                LockSupport.unpark(caller);
            }
        }
    }

    Batch(DefaultChecker checker, long timeoutNanos, int window) {
        this.checker = checker;
        this.timeoutNanos = timeoutNanos;
        this.window = window;
    }

    void run(Iterator<String> targets, Consumer<? super CheckResult> onResult) {
        boolean orderly = false;
        try {
            while (fill(targets)) {
                CheckResult result = take();
                CheckerLog.check(result);
                onResult.accept(result);
            }
            orderly = true;
            rethrow();
        } finally {
            if (!orderly) {
                cancelRunning();
            }
            if (interrupted) {
                caller.interrupt();
            }
        }
    }

    /** Starts what fits. False if nothing is running then. */
    private boolean fill(Iterator<String> targets) {
        noticeInterrupt();
        try {
            while (running < window && !interrupted && broken == null && targets.hasNext()) {
                String text = targets.next();
                start(checker.parse(text), text);
            }
        } catch (RuntimeException | Error e) {
            // Running checks are still finished and delivered.
            broken = e;
        }
        return running > 0;
    }

    private void start(Target target, String text) {
        // Among those running before it starts, since it may be over before that returns.
        Running next = new Running();
        join(next);
        boolean started = false;
        try {
            next.check = checker.start(target, text, timeoutNanos, next);
            started = true;
        } finally {
            if (!started) {
                leave(next);
            }
        }
    }

    private void rethrow() {
        if (broken instanceof RuntimeException e) {
            throw e;
        } else if (broken instanceof Error e) {
            throw e;
        }
    }

    private CheckResult take() {
        for (; ; ) {
            noticeInterrupt();
            if (ready == null) {
                ready = inOrder(arrived.getAndSet(null));
            }
            Running next = ready;
            if (next == null) {
                awaitArrival();
                continue;
            }
            ready = next.nextArrived;
            CheckResult result = next.result;
            if (leave(next) && result != null) {
                return result;
            }
        }
    }

    /** Returns when something may have arrived, on an interrupt, or for no reason. */
    private void awaitArrival() {
        if (resultsComeFast && running >= ENOUGH_TO_NAP) {
            LockSupport.parkNanos(this, NAP_NANOS);
            resultsComeFast = arrived.get() != null;
            return;
        }
        long before = System.nanoTime();
        asleep = true;
        if (arrived.get() == null) {
            LockSupport.park(this);
        }
        asleep = false;
        resultsComeFast = System.nanoTime() - before < NAP_NANOS;
    }

    private static @Nullable Running inOrder(@Nullable Running latestFirst) {
        Running earliestFirst = null;
        Running next = latestFirst;
        while (next != null) {
            Running after = next.nextArrived;
            next.nextArrived = earliestFirst;
            earliestFirst = next;
            next = after;
        }
        return earliestFirst;
    }

    private void join(Running started) {
        started.older = lastStarted;
        if (lastStarted != null) {
            lastStarted.newer = started;
        }
        lastStarted = started;
        running++;
    }

    /** False if it has left before: one that failed to start is not waited for. */
    private boolean leave(Running over) {
        if (over.hasLeft) {
            return false;
        }
        over.hasLeft = true;
        if (over.older != null) {
            over.older.newer = over.newer;
        }
        if (over.newer != null) {
            over.newer.older = over.older;
        } else {
            lastStarted = over.older;
        }
        over.older = null;
        over.newer = null;
        running--;
        return true;
    }

    private void noticeInterrupt() {
        if (Thread.interrupted()) {
            interrupted = true;
            for (Running next = lastStarted; next != null; next = next.older) {
                if (next.check != null) {
                    next.check.stop(UnknownReason.INTERRUPTED);
                }
            }
        }
    }

    private void cancelRunning() {
        for (Running next = lastStarted; next != null; next = next.older) {
            if (next.check != null) {
                next.check.cancel();
            }
        }
    }
}
