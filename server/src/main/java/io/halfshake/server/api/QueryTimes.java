package io.halfshake.server.api;

import io.halfshake.server.web.RequestException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Moments and numbers in queries. */
final class QueryTimes {
    /** The years that a database and its drivers have no trouble with. */
    private static final Instant FIRST = Instant.EPOCH;

    private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

    private QueryTimes() {}

    /** The default where the query does not say. */
    static Instant instant(String name, @Nullable String text, Instant byDefault) {
        if (text == null) {
            return byDefault;
        }
        String rule = "a time such as 2026-11-30T12:00:00Z";
        try {
            Instant instant = Instant.parse(text);
            if (!instant.isBefore(FIRST) && instant.isBefore(LAST)) {
                return instant;
            }
        } catch (DateTimeParseException e) {
            throw RequestException.of(400, name, text, rule);
        }
        throw RequestException.of(400, name, text, rule);
    }

    static int number(String name, @Nullable String text, int byDefault, int most) {
        if (text == null) {
            return byDefault;
        }
        int number = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > most) {
            throw RequestException.of(400, name, text, "a whole number from 1 to " + most);
        }
        return number;
    }

    /** A time of at most this length, which ends now where the query does not say. */
    static Range range(
            @Nullable String from, @Nullable String to, Duration usual, Duration longest, InstantSource clock) {
        Instant end = instant("to", to, clock.instant());
        Instant begin = instant("from", from, end.minus(usual));
        if (!begin.isBefore(end) || Duration.between(begin, end).compareTo(longest) > 0) {
            throw RequestException.of(
                    400,
                    "from",
                    begin.toString(),
                    "before to, " + end + ", by at most " + longest.toHours() + " hours");
        }
        return new Range(begin, end);
    }

    record Range(Instant from, Instant to) {}
}
