package io.halfshake.linux;

import java.util.concurrent.TimeUnit;

/** So many packets a second and no more, in small bursts: the generic cell rate algorithm (ITU-T I.371). */
final class RateLimiter {
    /** No pace at all. */
    static final int UNLIMITED = 0;

    static final int MAX_PACKETS_PER_SECOND = 1_000_000_000;

    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final long nanosForOne;
    private long free;

    RateLimiter(int packetsPerSecond, long now) {
        nanosForOne = packetsPerSecond == UNLIMITED ? 0 : TimeUnit.SECONDS.toNanos(1) / packetsPerSecond;
        free = now;
    }

    /** Takes one packet's turn. Returns zero, or how long to wait first. */
    long take(long now) {
        long wait = untilFree(now);
        if (wait == 0) {
            free = (free - now > 0 ? free : now) + nanosForOne;
        }
        return wait;
    }

    /** The packet of the last turn leaves only now. */
    void takeAgain(long now) {
        free = Math.max(free - now, nanosForOne) + now;
    }

    /** How long until a turn can be taken; zero if now. */
    long untilFree(long now) {
        return nanosForOne == 0 ? 0 : Math.max(0, free - now - Math.max(0, BURST_NANOS - nanosForOne));
    }

    boolean isIdle(long now) {
        return free - now <= 0;
    }
}
