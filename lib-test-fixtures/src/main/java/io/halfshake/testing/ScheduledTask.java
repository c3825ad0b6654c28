package io.halfshake.testing;

import java.time.Duration;

/** Something that a {@link ManualTime} will run. Safe for use by many threads. */
public final class ScheduledTask {
    private final ManualTime time;
    private final long dueNanos;
    private final long number;
    private final Runnable task;

    ScheduledTask(ManualTime time, long dueNanos, long number, Runnable task) {
        this.time = time;
        this.dueNanos = dueNanos;
        this.number = number;
        this.task = task;
    }

    /**
     * Takes the task off the schedule.
     *
     * @return false if it runs, has run, or was cancelled before
     */
    public boolean cancel() {
        return time.remove(this);
    }

    /**
     * When the task runs.
     *
     * @return a time on the scale of {@link ManualTime#now()}
     */
    public Duration due() {
        return Duration.ofNanos(dueNanos);
    }

    long dueNanos() {
        return dueNanos;
    }

    long number() {
        return number;
    }

    void run() {
        task.run();
    }
}
