package io.halfshake.cli.targets;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Errors of one kind, such as invalid lines: prints the first ones in full, and the number of the others. Not safe for
 * use by several threads at once.
 */
public final class LineErrors {
    static final int MAX_SHOWN = 20;

    private final PrintStream stderr;
    private long count;
    private boolean finished;

    public LineErrors(PrintStream stderr) {
        this.stderr = stderr;
    }

    public void add(String text) {
        if (++count <= MAX_SHOWN) {
            stderr.println("halfshake: " + text);
        }
    }

    public long count() {
        return count;
    }

    /** Prints the number of errors that were not shown, once. */
    public void finish() {
        if (!finished && count > MAX_SHOWN) {
            stderr.println("halfshake: " + more(count));
        }
        finished = true;
    }

    static String more(long count) {
        return String.format(Locale.ROOT, "and %,d more of these", count - MAX_SHOWN);
    }

    /** The number of invalid lines, for a summary. */
    public static String skipped(long badLines) {
        return String.format(Locale.ROOT, "%,d invalid %s", badLines, badLines == 1 ? "line" : "lines");
    }
}
