package io.halfshake.cli.terminal;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines that libraries log. They are printed at once, unless a screen that is redrawn in place holds them, which
 * would be damaged, and shows them itself. Safe for use by many threads.
 */
public final class LogLines {
    private static final LogLines STANDARD_ERROR = new LogLines(System.err);

    private final PrintStream stderr;
    private @Nullable List<String> held;

    public LogLines(PrintStream stderr) {
        this.stderr = stderr;
    }

    /** Those of this process. */
    public static LogLines standardError() {
        return STANDARD_ERROR;
    }

    /** Prints a line, or holds it; without its end. */
    public synchronized void print(String line) {
        if (held == null) {
            stderr.println(line);
        } else {
            held.add(line);
        }
    }

    /** Holds all lines from now on. */
    public synchronized void hold() {
        held = new ArrayList<>();
    }

    /** Those that are held and were not shown yet: a copy. */
    public synchronized List<String> held() {
        return held == null ? List.of() : List.copyOf(held);
    }

    /** The first ones of {@link #held()} were shown. */
    public synchronized void shown(int count) {
        if (held != null) {
            held.subList(0, count).clear();
        }
    }

    /** Prints the lines that are held, and from now on each at once. Does nothing the second time. */
    public synchronized void release() {
        List<String> left = held();
        held = null;
        left.forEach(stderr::println);
    }
}
