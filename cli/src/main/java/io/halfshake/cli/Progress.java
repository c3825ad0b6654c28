package io.halfshake.cli;

import java.io.PrintStream;
import java.util.Locale;

/** A line on the terminal that is redrawn while a run goes on. Not safe for use by several threads at once. */
final class Progress {
    /** A run that is over by then needs none. */
    private static final long QUIET_NANOS = 1_000_000_000;

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
     * @param total how many checks there will be; 0 if nobody knows
     */
    Progress(PrintStream terminal, long start, long total) {
        this.terminal = terminal;
        this.start = start;
        this.total = total;
        this.lastDrawn = start;
    }

    void redraw(Tally tally, long now) {
        if (now - start < QUIET_NANOS || now - lastDrawn < REDRAW_NANOS) {
            return;
        }
        lastDrawn = now;
        drawn = true;
        terminal.print(ERASE_LINE + text(tally, now));
        terminal.flush();
    }

    private String text(Tally tally, long now) {
        String of = total == 0 ? "" : String.format(Locale.ROOT, " of %,d", total);
        return String.format(
                Locale.ROOT,
                "%,d%s checked: %,d up, %,d down, %,d unknown; %s",
                tally.checks(),
                of,
                tally.ups(),
                tally.downs(),
                tally.unknowns(),
                Rate.text(tally.checks(), now - start));
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
