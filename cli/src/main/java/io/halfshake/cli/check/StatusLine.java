package io.halfshake.cli.check;

import io.halfshake.cli.terminal.Rate;
import java.io.PrintStream;
import java.util.Locale;

/** The status line on the terminal, redrawn during a run. Not safe for use by several threads at once. */
final class StatusLine {
    /** A shorter run needs no status line. */
    private static final long DELAY_NANOS = 1_000_000_000;

    private static final long REDRAW_NANOS = 200_000_000;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream terminal;
    private final long start;
    private final long total;
    private long lastDrawn;
    private boolean drawn;

    /**
     * Draws nothing yet.
     *
     * @param total the number of checks; 0 if unknown
     */
    StatusLine(PrintStream terminal, long start, long total) {
        this.terminal = terminal;
        this.start = start;
        this.total = total;
        this.lastDrawn = start;
    }

    void redraw(ResultCounts counts, long now) {
        if (now - start < DELAY_NANOS || now - lastDrawn < REDRAW_NANOS) {
            return;
        }
        lastDrawn = now;
        drawn = true;
        terminal.print(ERASE_LINE + text(counts, now));
        terminal.flush();
    }

    private String text(ResultCounts counts, long now) {
        String of = total == 0 ? "" : String.format(Locale.ROOT, " of %,d", total);
        return String.format(
                Locale.ROOT,
                "%,d%s checked: %,d up, %,d down, %,d unknown; %s",
                counts.checks(),
                of,
                counts.ups(),
                counts.downs(),
                counts.unknowns(),
                Rate.text(counts.checks(), now - start));
    }

    /** Makes room for other lines. */
    void erase() {
        if (drawn) {
            drawn = false;
            terminal.print(ERASE_LINE);
            terminal.flush();
        }
    }
}
