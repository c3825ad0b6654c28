package io.halfshake.linux;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop runs now and then. It is its own link in the loop's queue and among its timers, so that giving it
 * to the loop allocates nothing, and it is there once at most.
 */
final class LoopTask implements Runnable {
    private static final AtomicIntegerFieldUpdater<LoopTask> STAGE =
            AtomicIntegerFieldUpdater.newUpdater(LoopTask.class, "stage");

    private final Runnable work;

    /** Odd while it is queued. It only grows, so that a thread that was held up finds that what it read is outdated. */
    private volatile int stage;

    /** In a {@link TaskQueue}. */
    @Nullable
    LoopTask next;

    /** Among {@link LoopTimers}. */
    @Nullable
    LoopTask nextTimer;

    boolean isScheduled;

    /** On the scale of the loop's clock. */
    long dueAt;

    LoopTask(Runnable work) {
        this.work = work;
    }

    int stage() {
        return stage;
    }

    static boolean isQueued(int stage) {
        return (stage & 1) != 0;
    }

    /** Any thread. False if it is queued already, and not begun. */
    boolean queue() {
        int seen = stage;
        while (!isQueued(seen)) {
            if (queueAfter(seen)) {
                return true;
            }
            seen = stage;
        }
        return false;
    }

    /** Any thread. False if it was queued, or has begun, since it was not queued at that stage. */
    boolean queueAfter(int seen) {
        return STAGE.compareAndSet(this, seen, seen + 1);
    }

    /** It is no longer queued. */
    void unqueue() {
        int seen;
        do {
            seen = stage;
        } while (!STAGE.compareAndSet(this, seen, (seen | 1) + 1));
    }

    /** As a task that was queued. May be queued again from now on. */
    @Override
    public void run() {
        // First: a thread that finds it queued relies on it to see what that thread has left for it.
        unqueue();
        work.run();
    }

    /** As a timer. */
    void runScheduled() {
        work.run();
    }
}
