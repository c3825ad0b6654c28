package io.halfshake.cli.command;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Parses durations: {@code 500ms}, {@code 2s}, {@code 1m}. */
public final class DurationParser {
    private static final String RULE =
            "a whole number from 1 to 999999999 and a unit: us, ms, s, m or h, such as 500ms";
    private static final int MAX_DIGITS = 9;

    private DurationParser() {}

    public static Duration parse(String name, String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        ChronoUnit unit = unit(text.substring(digits));
        if (unit == null || digits == 0 || digits > MAX_DIGITS) {
            throw CommandException.invalid(name, text, RULE);
        }
        int number = Integer.parseInt(text.substring(0, digits));
        if (number == 0) {
            throw CommandException.invalid(name, text, RULE);
        }
        return Duration.of(number, unit);
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
}
