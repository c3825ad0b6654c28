package io.halfshake.cli.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The time of a watch, as positions in its drawings and as text. All times have the UTC offset of the end, so that they
 * are in order even if daylight saving time began or ended during the watch. Moments of the wall clock are computed
 * back from the end, as by the monitor.
 *
 * @param startNanos the start on the monitor's clock
 * @param endNanos the end on the monitor's clock
 * @param end the end by the wall clock
 * @param offset the offset from UTC
 */
record TimeScale(long startNanos, long endNanos, Instant end, ZoneOffset offset) {
    /** The width of all drawings. */
    static final double WIDTH = 600;

    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DAY_TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);

    Duration length() {
        return Duration.ofNanos(Math.max(0, endNanos - startNanos));
    }

    Instant start() {
        return end.minus(length());
    }

    /** A position from the left: 0 to {@link #WIDTH}. */
    double x(long nanos) {
        return position(nanos - startNanos);
    }

    /** The same for a moment of the wall clock. */
    double x(Instant at) {
        return position(Duration.between(start(), at).toNanos());
    }

    private double position(long sinceStart) {
        double part = (double) sinceStart / Math.max(1, endNanos - startNanos);
        return WIDTH * Math.max(0, Math.min(1, part));
    }

    /** Date and time to the millisecond. */
    String at(Instant instant) {
        return DATE_TIME.format(instant.atOffset(offset));
    }

    /** The time at a part of the length, such as 0.5 for its middle, for the labels of a drawing. */
    String label(double part) {
        Instant at = start().plusNanos((long) (part * (endNanos - startNanos)));
        return (length().toDays() > 0 ? DAY_TIME : TIME).format(at.atOffset(offset));
    }

    /** The offset as text. */
    String zone() {
        return offset.equals(ZoneOffset.UTC) ? "UTC" : "UTC" + offset;
    }
}
