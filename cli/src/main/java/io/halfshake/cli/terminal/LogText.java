package io.halfshake.cli.terminal;

import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What is logged, as lines of this program, which say how serious it is. Safe for use by many threads. */
public final class LogText {
    private static final String NAME = "halfshake: ";

    /** As {@code watch} writes it. */
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);

    private static volatile boolean haveTimes;

    private LogText() {}

    /** Begins each further line of a log with the time, for a process that runs for days. */
    public static void addTimes() {
        haveTimes = true;
    }

    /** Prints a line of the log of this process. */
    public static void print(Level level, String message) {
        LogLines.standardError().print(line(level, message));
    }

    /** A line of the log, written now. */
    static String line(Level level, String message) {
        return haveTimes ? line(Instant.now().atZone(ZoneId.systemDefault()), level, message) : text(level, message);
    }

    /** With the level as a log has it, for a reader of many lines and for programs. */
    static String line(ZonedDateTime time, Level level, String message) {
        return DATE_TIME.format(time) + " " + level.name() + " " + NAME + Texts.visible(message);
    }

    /** A line beside the output of a command, as compilers write it. */
    private static String text(Level level, String message) {
        return NAME + Texts.name(level) + ": " + Texts.visible(message);
    }

    /** A warning of a command, without the time. Unlike an error, it does not affect the exit status. */
    public static String warning(String message) {
        return text(Level.WARNING, message);
    }
}
