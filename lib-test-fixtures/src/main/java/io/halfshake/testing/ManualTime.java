package io.halfshake.testing;

import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when told to, and a scheduler that follows it.
 *
 * <pre>{@code
 * ManualTime time = ManualTime.create();
 * time.schedule(Duration.ofSeconds(30), alarm::ring);
 * time.advance(Duration.ofMinutes(1)); // the alarm has rung, at 30 s
 * }</pre>
 *
 * <h2>Behaviour</h2>
 *
 * Tasks run in the order of their times, and those of the same time in the order in which they were scheduled. While a
 * task runs, the clock shows the task's time. A task may schedule others, which run in the same {@link #advance} if
 * their time has come, and may advance the clock itself. A task that throws ends the advance with its exception: the
 * clock stays at that task's time, and later tasks stay scheduled.
 *
 * <h2>Threading</h2>
 *
 * All methods may be called by any thread. Tasks run on the thread that advances the clock, one at a time: a second
 * thread that advances waits until the first is done. A task that waits for such a second thread never ends.
 */
public final class ManualTime implements LongSupplier {
    private final ReentrantLock advancing = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final PriorityQueue<ScheduledTask> tasks = new PriorityQueue<>(
            Comparator.comparingLong(ScheduledTask::dueNanos).thenComparingLong(ScheduledTask::number));
    private final long origin;
    private long elapsedNanos;
    private long scheduledSoFar;

    private ManualTime(long origin) {
        this.origin = origin;
    }

    /**
     * A clock whose nanosecond reading starts at zero.
     *
     * @return a new clock
     */
    public static ManualTime create() {
        return new ManualTime(0);
    }

    /**
     * A clock whose nanosecond reading starts somewhere else: near {@link Long#MAX_VALUE} it finds code that compares
     * two readings instead of subtracting them.
     *
     * @param nanoTime the first reading of {@link #getAsLong()}
     * @return a new clock
     */
    public static ManualTime startingAt(long nanoTime) {
        return new ManualTime(nanoTime);
    }

    /**
     * How far the clock has been advanced.
     *
     * @return zero for a new clock, whatever its reading
     */
    public Duration now() {
        return Duration.ofNanos(elapsedNanos());
    }

    /**
     * The reading in nanoseconds, for code that takes the place of {@link System#nanoTime()} as a {@link LongSupplier}.
     *
     * @return a number whose differences alone mean something
     */
    @Override
    public long getAsLong() {
        return origin + elapsedNanos();
    }

    /**
     * Moves the clock and runs what falls due.
     *
     * @param by zero or more; with zero, tasks that are due now run
     * @throws IllegalArgumentException if it is negative
     */
    public void advance(Duration by) {
        long nanos = Nanos.notNegative("by", by);
        advancing.lock();
        try {
            runUntil(Nanos.sum(elapsedNanos(), nanos));
        } finally {
            advancing.unlock();
        }
    }

    /**
     * Moves the clock to the next task and runs it, along with all others of the same time.
     *
     * @return false if nothing is scheduled; the clock has not moved then
     */
    public boolean advanceToNext() {
        advancing.lock();
        try {
            ScheduledTask next = peek();
            if (next == null) {
                return false;
            }
            runUntil(next.dueNanos());
            return true;
        } finally {
            advancing.unlock();
        }
    }

    /**
     * Runs a task later. With no delay at all, it runs with the next {@link #advance}.
     *
     * @param delay zero or more, from now; delays over 292 years never expire
     * @param task what to run, on the thread that advances the clock
     * @return a handle to cancel it with
     * @throws IllegalArgumentException if the delay is negative
     */
    public ScheduledTask schedule(Duration delay, Runnable task) {
        long nanos = Nanos.notNegative("delay", delay);
        Objects.requireNonNull(task, "task");
        lock.lock();
        try {
            return scheduleAt(Nanos.sum(elapsedNanos, nanos), task);
        } finally {
            lock.unlock();
        }
    }

    ScheduledTask scheduleAt(long dueNanos, Runnable task) {
        lock.lock();
        try {
            ScheduledTask scheduled = new ScheduledTask(this, dueNanos, scheduledSoFar++, task);
            tasks.add(scheduled);
            return scheduled;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many tasks wait for their time.
     *
     * @return zero or more
     */
    public int scheduled() {
        lock.lock();
        try {
            return tasks.size();
        } finally {
            lock.unlock();
        }
    }

    long elapsedNanos() {
        lock.lock();
        try {
            return elapsedNanos;
        } finally {
            lock.unlock();
        }
    }

    /** Moves the clock to a time, or leaves it where it is if that has passed. */
    void advanceTo(long dueNanos) {
        advancing.lock();
        try {
            runUntil(dueNanos);
        } finally {
            advancing.unlock();
        }
    }

    boolean remove(ScheduledTask task) {
        lock.lock();
        try {
            return tasks.remove(task);
        } finally {
            lock.unlock();
        }
    }

    private void runUntil(long end) {
        for (ScheduledTask next = takeDue(end); next != null; next = takeDue(end)) {
            next.run();
        }
        lock.lock();
        try {
            elapsedNanos = Math.max(elapsedNanos, end);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ScheduledTask takeDue(long end) {
        lock.lock();
        try {
            ScheduledTask first = tasks.peek();
            if (first == null || first.dueNanos() > end) {
                return null;
            }
            tasks.remove();
            elapsedNanos = Math.max(elapsedNanos, first.dueNanos());
            return first;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable ScheduledTask peek() {
        lock.lock();
        try {
            return tasks.peek();
        } finally {
            lock.unlock();
        }
    }
}
