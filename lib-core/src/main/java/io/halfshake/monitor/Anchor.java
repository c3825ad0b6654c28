package io.halfshake.monitor;

import java.time.Instant;
import java.util.Objects;

/**
 * One moment on both clocks, to tell others by.
 *
 * @param nanos since the monitor was made
 * @param wall what the clock on the wall said
 */
record Anchor(long nanos, Instant wall) {
    private static final int TRIES = 3;

    /** Two readings this close are one moment, as far as an outage's bounds go. */
    private static final long CLOSE_NANOS = 20_000;

    /**
     * Reads both clocks.
     *
     * @param origin when the monitor was made, by the clock that counts nanoseconds
     */
    static Anchor read(MonitorTime time, long origin) {
        Anchor closest = null;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && least > CLOSE_NANOS; i++) {
            long before = time.nanoTime();
            Instant wall = time.wallTime();
            long apart = time.nanoTime() - before;
            if (closest == null || apart < least) {
                closest = new Anchor(before + apart / 2 - origin, wall);
                least = apart;
            }
        }
        return Objects.requireNonNull(closest);
    }

    Instant instant(long at) {
        return wall.minusNanos(nanos - at);
    }
}
