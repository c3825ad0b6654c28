package io.halfshake.server.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Moments and lengths as the database has them. What is shorter than a microsecond is cut off, so that order stays. */
final class Micros {
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long PER_SECOND = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    private Micros() {}

    /** Allocates nothing. */
    static long of(Instant instant) {
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / NANOS_PER_MICRO);
    }

    static @Nullable Long ofNullable(@Nullable Instant instant) {
        return instant == null ? null : of(instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static @Nullable Instant instant(@Nullable Long micros) {
        return micros == null ? null : instant(micros.longValue());
    }

    static long of(Duration length) {
        return length.dividedBy(Duration.ofNanos(1_000));
    }

    static Duration length(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    /** Since 1970. */
    static int minute(Instant instant) {
        return Math.toIntExact(Math.floorDiv(instant.getEpochSecond(), SECONDS_PER_MINUTE));
    }

    /** Its begin. */
    static long ofMinute(int minute) {
        return minute * SECONDS_PER_MINUTE * PER_SECOND;
    }
}
