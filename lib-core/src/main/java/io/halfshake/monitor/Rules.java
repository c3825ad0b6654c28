package io.halfshake.monitor;

import java.time.Duration;
import java.util.Objects;

/** Turns misuse into exceptions that carry name, value and rule. */
final class Rules {
    /** About 73 years: for ever, and still twice addable to a nanosecond clock. */
    static final long FOREVER_NANOS = Long.MAX_VALUE / 4;

    private static final Duration FOREVER = Duration.ofNanos(FOREVER_NANOS);

    private Rules() {}

    static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected " + rule + ")");
        }
    }

    static void positive(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        require(!duration.isZero() && !duration.isNegative(), name, duration, "> 0");
    }

    static void notNegative(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        require(!duration.isNegative(), name, duration, ">= 0");
    }

    static long nanos(Duration duration) {
        return duration.compareTo(FOREVER) >= 0 ? FOREVER_NANOS : duration.toNanos();
    }
}
