package io.halfshake;

import java.time.Duration;
import java.util.Locale;

/** Durations as the nanoseconds that deadlines are made of. */
final class Durations {
    /**
     * About 73 years: far enough to be for ever, near enough that adding it to a nanosecond clock cannot overflow
     * twice.
     */
    static final long FOREVER_NANOS = Long.MAX_VALUE / 4;

    private Durations() {}

    /** The nanoseconds of a positive duration, capped at {@link #FOREVER_NANOS}. */
    static long positiveNanos(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + ": " + duration + " (expected > 0)");
        }
        return duration.compareTo(Duration.ofNanos(FOREVER_NANOS)) >= 0 ? FOREVER_NANOS : duration.toNanos();
    }

    /** A time as a person reads it: three digits and a unit. */
    static String readable(long nanos) {
        if (nanos < 1_000_000) {
            return nanos / 1_000 + " us";
        }
        // From 999.5 on, three digits would be a 1 with an exponent: the next unit says it better.
        return nanos < 999_500_000 ? digits(nanos / 1e6) + " ms" : digits(nanos / 1e9) + " s";
    }

    private static String digits(double value) {
        return String.format(Locale.ROOT, value < 999.5 ? "%.3g" : "%.0f", value);
    }
}
