package io.halfshake.monitor.time;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * The clocks of a monitor, and the thread that runs it. {@code TestMonitor} of the test fixtures replaces it, so that
 * an hour of monitoring takes a millisecond.
 */
public interface MonitorTime {
    /**
     * The real one: {@link System#nanoTime()}, which on Linux also counts the time for which the machine slept, and a
     * daemon thread for each monitor.
     *
     * @return always the same
     */
    static MonitorTime system() {
        return SystemTime.INSTANCE;
    }

    /**
     * The monotonic clock in nanoseconds. It alone decides when to check and how long something took.
     *
     * @return a number; only differences have a meaning
     */
    long nanoTime();

    /**
     * The wall clock, for display only.
     *
     * @return may jump
     */
    Instant wallTime();

    /**
     * Starts to call {@code turn}: the first time soon, and then as many nanoseconds after each call as it returned, or
     * earlier. Never twice at once, and never on a thread that is inside this method, {@link Drive#wake} or
     * {@link Drive#close}.
     *
     * @param turn does what is due, never throws, and returns for how many nanoseconds nothing is due
     * @return wakes it and ends it
     */
    Drive drive(LongSupplier turn);

    /** Runs a monitor. */
    interface Drive extends AutoCloseable {
        /** Something is due earlier than the last call returned. Must not wait for the call, and never throws. */
        void wake();

        /** Ends the calls; may wait for one that runs, unless that one closes. A second call has no effect. */
        @Override
        void close();
    }
}
