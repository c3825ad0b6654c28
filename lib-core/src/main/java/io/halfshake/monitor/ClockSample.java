package io.halfshake.monitor;

import io.halfshake.monitor.time.MonitorTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * One moment on the monotonic and on the wall clock, from which other moments are computed.
 *
 * @param nanos since the monitor was built
 * @param wall the wall clock's reading
 */
record ClockSample(long nanos, Instant wall) {
    private static final int TRIES = 3;
    private static final Duration FARTHEST = Duration.ofNanos(Long.MAX_VALUE);

    /** Two readings this close count as one moment: far below the width of an outage's bounds. */
    private static final long CLOSE_NANOS = 20_000;

    /**
     * Reads both clocks.
     *
     * @param origin when the monitor was built, on the monotonic clock
     */
    static ClockSample read(MonitorTime time, long origin) {
        ClockSample closest = null;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && least > CLOSE_NANOS; i++) {
            long before = time.nanoTime();
            Instant wall = time.wallTime();
            long apart = time.nanoTime() - before;
            if (closest == null || apart < least) {
                closest = new ClockSample(before + apart / 2 - origin, wall);
                least = apart;
            }
        }
        return Objects.requireNonNull(closest);
    }

    /** Capped at the years 1677 and 2262. */
    static long epochNanos(Instant instant) {
        Duration sinceEpoch = Duration.between(Instant.EPOCH, instant);
        if (sinceEpoch.abs().compareTo(FARTHEST) >= 0) {
            return sinceEpoch.isNegative() ? -Long.MAX_VALUE : Long.MAX_VALUE;
        }
        return sinceEpoch.toNanos();
    }

    Instant instant(long at) {
        return wall.minusNanos(nanos - at);
    }
}
