package io.halfshake.internal;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Durations as the nanoseconds that deadlines are made of, and as texts. */
public final class Durations {
    /**
     * About 73 years: far enough to be never reached, near enough that adding it to a nanosecond clock cannot overflow
     * twice.
     */
    public static final long FOREVER_NANOS = Long.MAX_VALUE / 4;

    private static final Duration FOREVER = Duration.ofNanos(FOREVER_NANOS);

    private static final String FORM =
            "a whole number from 1 to 999999999 and a unit: us, ms, s, m or h, such as 500ms";

    private static final int MAX_DIGITS = 9;

    private Durations() {}

    /**
     * Reads {@code 500ms}, {@code 2s}, {@code 1m}.
     *
     * @throws IllegalArgumentException if the text has another form, or is zero
     */
    public static Duration parse(String name, String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        ChronoUnit unit = unit(text.substring(digits));
        if (unit == null || digits == 0 || digits > MAX_DIGITS) {
            throw Arguments.wrong(name, text, FORM);
        }
        int number = Integer.parseInt(text.substring(0, digits));
        if (number == 0) {
            throw Arguments.wrong(name, text, FORM);
        }
        return Duration.of(number, unit);
    }

    /**
     * As {@link #parse} reads it, in the largest unit of which it is a whole number: {@code 90s}, {@code 2m}. In the
     * form of {@link Duration#toString} if it is no whole number of microseconds.
     */
    public static String text(Duration duration) {
        long seconds = duration.getSeconds();
        int nanos = duration.getNano();
        if (nanos % 1_000 != 0) {
            return duration.toString();
        }
        if (nanos % 1_000_000 != 0) {
            return TimeUnit.SECONDS.toMicros(seconds) + nanos / 1_000 + "us";
        }
        if (nanos != 0) {
            return duration.toMillis() + "ms";
        }
        if (seconds == 0 || seconds % 60 != 0) {
            return seconds + "s";
        }
        return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
    }

    private static @Nullable ChronoUnit unit(String text) {
        return switch (text) {
            case "us" -> ChronoUnit.MICROS;
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> null;
        };
    }

    public static void requirePositive(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        Arguments.require(!duration.isZero() && !duration.isNegative(), name, duration, "> 0");
    }

    public static void requireNotNegative(String name, Duration duration) {
        Objects.requireNonNull(duration, name);
        Arguments.require(!duration.isNegative(), name, duration, ">= 0");
    }

    /** The nanoseconds of a positive duration, capped at {@link #FOREVER_NANOS}. */
    public static long positiveNanos(String name, Duration duration) {
        requirePositive(name, duration);
        return nanos(duration);
    }

    /** Capped at {@link #FOREVER_NANOS}. */
    public static long nanos(Duration duration) {
        return duration.compareTo(FOREVER) >= 0 ? FOREVER_NANOS : duration.toNanos();
    }

    /** A time as a person reads it: three digits and a unit. */
    public static String readable(long nanos) {
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
