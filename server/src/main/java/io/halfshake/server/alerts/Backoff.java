package io.halfshake.server.alerts;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** How long to wait after failures: doubled with each, half of it random, so that senders do not stay in step. */
final class Backoff {
    static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(5);

    /** A sink that asks for a longer pause would lose what waits. */
    static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(30);

    private static final int MAX_DOUBLINGS = 10;

    private final DoubleSupplier random;

    /** {@code random} gives numbers from 0 to 1. */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    /** After this many failures in a row, from 1; at least what the sink asked for. */
    long delayNanos(int failures, Duration retryAfter) {
        long full = Math.min(MAX_NANOS, FIRST_NANOS << Math.min(failures - 1, MAX_DOUBLINGS));
        long jittered = full / 2 + (long) (random.getAsDouble() * full / 2);
        Duration asked = retryAfter.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : retryAfter;
        return Math.max(jittered, asked.toNanos());
    }
}
