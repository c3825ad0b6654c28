package io.halfshake.cli;

import io.halfshake.cli.terminal.LogLines;
import io.halfshake.cli.terminal.Texts;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What is logged, as lines of this program. */
final class LogText {
    /** As {@code watch} writes it. */
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

    private static volatile boolean haveTimes;

    private LogText() {}

    /** Begins each further line with the time, for a process that runs for days. */
    static void addTimes() {
        haveTimes = true;
    }

    static void print(String message) {
        String line = haveTimes ? line(Instant.now().atZone(ZoneId.systemDefault()), message) : line(message);
        LogLines.standardError().print(line);
    }

    static String line(ZonedDateTime time, String message) {
        return DATE_TIME.format(time) + " " + line(message);
    }

    static String line(String message) {
        return "halfshake: " + Texts.visible(message);
    }
}
