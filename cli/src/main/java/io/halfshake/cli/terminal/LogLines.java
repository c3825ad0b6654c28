package io.halfshake.cli.terminal;

import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lines that libraries log. They are printed at once, unless a screen that is redrawn in place holds them, which
 * would be damaged, and shows them itself; or on a thread of their own. Safe for use by many threads.
 */
public final class LogLines {
    private static final LogLines STANDARD_ERROR = new LogLines(System.err);
    private static final long MAX_FLUSH_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream stderr;
    private @Nullable List<String> held;
    private @Nullable LogWriter writer;

    public LogLines(PrintStream stderr) {
        this.stderr = stderr;
    }

    /** Those of this process. */
    public static LogLines standardError() {
        return STANDARD_ERROR;
    }

    /** Prints a line, or holds it; without its end. */
    public synchronized void print(String line) {
        if (held != null) {
            held.add(line);
        } else if (writer != null) {
            writer.add(line);
        } else {
            stderr.println(line);
        }
    }

    /** From now on no line waits for standard error to be read. {@link #flush} is to come last. */
    public synchronized void writeInBackground() {
        writer = new LogWriter(stderr, text -> LogText.line(Level.WARNING, text));
    }

    /** Waits until what was printed is written, for five seconds at most. */
    public void flush() {
        LogWriter flushed = writer();
        if (flushed != null) {
            boolean unused = flushed.flush(MAX_FLUSH_NANOS);
        }
    }

    private synchronized @Nullable LogWriter writer() {
        return writer;
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
