package io.halfshake.cli.watch;

import io.halfshake.cli.command.Environment;
import io.halfshake.cli.terminal.LogLines;
import io.halfshake.cli.terminal.Output;
import io.halfshake.cli.terminal.Symbols;
import io.halfshake.cli.terminal.TerminalSize;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.TargetState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A table that is redrawn in place, below the lines that remain. It uses the main screen, not the alternate one, so
 * that the lines can be scrolled back to and remain afterwards. What is logged meanwhile is such a line too, where it
 * would appear on the same terminal.
 */
final class LiveScreen implements WatchScreen {
    private static final long REDRAW_NANOS = 500_000_000;
    /** If the terminal became narrower since its size was read, lines are cut instead of wrapped. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";
    private static final String ERASE_LINE_END = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";

    private final Watchlist watchlist;
    private final Function<Watchlist.Entry, WatchTable.Row> rows;
    private final Supplier<@Nullable Blindness> blindness;
    private final Supplier<TerminalSize> terminalSize;
    private final boolean colours;
    private final Symbols symbols;
    private final Output output;
    private final LogLines logLines;
    private final LongSupplier nanoTime;
    private final StringBuilder pending = new StringBuilder();
    private List<WatchTable.Line> drawn = List.of();
    private TerminalSize size = TerminalSize.DEFAULT;
    private long lastDrawn;

    /**
     * Draws nothing yet, and takes what is logged until it ends or is closed.
     *
     * @param rows returns the row of a target
     * @param blindness returns the present one; null while the own network is not in doubt
     */
    LiveScreen(
            Watchlist watchlist,
            Function<Watchlist.Entry, WatchTable.Row> rows,
            Supplier<@Nullable Blindness> blindness,
            Environment environment) {
        this.watchlist = watchlist;
        this.rows = rows;
        this.blindness = blindness;
        this.terminalSize = environment.terminalSize();
        this.colours = environment.useColours();
        this.symbols = Symbols.of(environment.variables());
        this.nanoTime = environment.nanoTime();
        this.lastDrawn = nanoTime.getAsLong() - REDRAW_NANOS;
        this.output = new Output(environment.stdout(), nanoTime.getAsLong());
        this.logLines = environment.logLines();
        if (environment.stderrIsTerminal()) {
            logLines.hold();
        }
    }

    @Override
    public void line(String line) {
        pending.append(line);
    }

    @Override
    public boolean showsStates() {
        return true;
    }

    @Override
    public void refresh() {
        long now = nanoTime.getAsLong();
        List<String> logged = logLines.held();
        if (pending.length() == 0 && logged.isEmpty() && now - lastDrawn < REDRAW_NANOS) {
            return;
        }
        lastDrawn = now;
        size = terminalSize.get();
        StringBuilder frame = new StringBuilder(4_096);
        erase(frame, logged);
        drawn = table();
        frame.append(NO_WRAP);
        for (WatchTable.Line line : drawn) {
            frame.append(line.text()).append(ERASE_LINE_END).append('\n');
        }
        frame.append(WRAP).append(ERASE_BELOW);
        write(frame, logged);
    }

    /** Moves to the start of the table, and writes the pending lines over it. */
    private void erase(StringBuilder frame, List<String> logged) {
        logged.forEach(line -> pending.append(line).append('\n'));
        int height = 0;
        for (WatchTable.Line line : drawn) {
            // A terminal that became narrower has wrapped it.
            height += Math.max(1, (line.width() + size.columns() - 1) / size.columns());
        }
        frame.append('\r');
        if (height > 0) {
            frame.append("\u001b[").append(height).append('A');
        }
        if (pending.length() > 0) {
            frame.append(ERASE_BELOW).append(pending);
            pending.setLength(0);
        }
    }

    private List<WatchTable.Line> table() {
        Blindness present = blindness.get();
        String notice = present == null ? null : "own network " + WatchText.doubt(present);
        WatchTable table = new WatchTable(size, colours, symbols, notice);
        List<Watchlist.Entry> shown = watchlist.mostUrgent(table.rows(watchlist.size()));
        return table.lines(
                shown.stream().map(rows).toList(),
                hidden(TargetState.UP, shown),
                hidden(TargetState.DOWN, shown),
                hidden(TargetState.UNKNOWN, shown));
    }

    private long hidden(TargetState state, List<Watchlist.Entry> shown) {
        return watchlist.count(state)
                - shown.stream().filter(entry -> entry.state() == state).count();
    }

    private void write(StringBuilder frame, List<String> logged) {
        // In one write: a partial table flickers.
        output.line(frame.toString().getBytes(StandardCharsets.UTF_8), nanoTime.getAsLong());
        output.flush(nanoTime.getAsLong());
        logLines.shown(logged.size());
    }

    @Override
    public void end(String report) {
        try {
            List<String> logged = logLines.held();
            StringBuilder frame = new StringBuilder();
            erase(frame, logged);
            drawn = List.of();
            frame.append(ERASE_BELOW).append(report);
            write(frame, logged);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        logLines.release();
    }
}
