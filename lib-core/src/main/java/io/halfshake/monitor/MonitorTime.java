package io.halfshake.monitor;

import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Where a monitor gets its time from, and what keeps it going. A test replaces it, so that an hour of watching takes a
 * millisecond; {@code MonitorRig} of the test fixtures does.
 */
public interface MonitorTime {
    /**
     * The real one: {@link System#nanoTime()}, on Linux with the time in it for which the machine slept, and a daemon
     * thread for each monitor.
     *
     * @return always the same
     */
    static MonitorTime system() {
        return SystemTime.INSTANCE;
    }

    /**
     * A reading in nanoseconds that never goes back. It alone decides when to check and how long something took.
     *
     * @return a number whose differences alone mean something
     */
    long nanoTime();

    /**
     * What the clock on the wall says. For display only.
     *
     * @return may jump
     */
    Instant wallTime();

    /**
     * Begins to call: soon for the first time, and then each time after as many nanoseconds as the call before
     * returned, or earlier. Never twice at once, and never on a thread that is inside this method, {@link Drive#wake}
     * or {@link Drive#close}.
     *
     * @param turn does what is due, never throws, and returns how long the monitor has nothing to do, in nanoseconds
     * @return to wake it and to end it
     */
    Drive drive(LongSupplier turn);

    /** What calls a monitor. */
    interface Drive extends AutoCloseable {
        /** Something is due earlier than the last call said. Must not wait for the call, and never throws. */
        void wake();

        /** No further call; may wait for one that runs, unless that is what closes. A second call has no effect. */
        @Override
        void close();
    }
}
