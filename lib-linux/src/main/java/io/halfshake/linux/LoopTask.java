package io.halfshake.linux;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop runs now and then. It is its own link in the loop's queue and among its timers, so that giving it
 * to the loop allocates nothing, and it is there once at most.
 */
final class LoopTask implements Runnable {
    private static final AtomicIntegerFieldUpdater<LoopTask> QUEUED =
            AtomicIntegerFieldUpdater.newUpdater(LoopTask.class, "queued");

    private final Runnable work;
    private volatile int queued;

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

    /** Any thread. False if it is queued already, and not begun. */
    boolean queue() {
        return queued == 0 && QUEUED.compareAndSet(this, 0, 1);
    }

    void unqueue() {
        queued = 0;
    }

    /** As a task that was queued. May be queued again from now on. */
    @Override
    public void run() {
        // First: a thread that finds it queued relies on it to see what that thread has left for it.
        queued = 0;
        work.run();
    }

    /** As a timer. */
    void runScheduled() {
        work.run();
    }
}
