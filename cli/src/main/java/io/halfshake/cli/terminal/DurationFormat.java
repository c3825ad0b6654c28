package io.halfshake.cli.terminal;

import java.time.Duration;
import java.util.Locale;

/** Durations as text. */
public final class DurationFormat {
    private DurationFormat() {}

    /** To the millisecond: {@code 0.312 s}, {@code 12 m 3.080 s}, {@code 2 h 0 m 3.080 s}. */
    public static String exact(Duration length) {
        // Rounded before it is split, so that 59.9996 s is a minute.
        Duration rounded = Duration.ofMillis(length.plusNanos(500_000).toMillis());
        StringBuilder text = new StringBuilder();
        if (rounded.toHours() > 0) {
            text.append(rounded.toHours()).append(" h ");
        }
        if (rounded.toMinutes() > 0) {
            text.append(rounded.toMinutesPart()).append(" m ");
        }
        return text.append(String.format(Locale.ROOT, "%d.%03d s", rounded.toSecondsPart(), rounded.toMillisPart()))
                .toString();
    }

    /** In a narrow column: {@code 3s}, {@code 12m 3s}, {@code 2h 0m}, {@code 3d 4h}. */
    public static String compact(Duration length) {
        if (length.toDays() > 0) {
            return length.toDays() + "d " + length.toHoursPart() + "h";
        }
        if (length.toHours() > 0) {
            return length.toHours() + "h " + length.toMinutesPart() + "m";
        }
        return length.toMinutes() > 0
                ? length.toMinutes() + "m " + length.toSecondsPart() + "s"
                : Math.max(0, length.toSeconds()) + "s";
    }
}
