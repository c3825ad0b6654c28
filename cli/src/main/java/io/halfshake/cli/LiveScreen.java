package io.halfshake.cli;

import io.halfshake.monitor.State;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A table that is drawn again and again in the same place, below the lines that stay. It belongs to the main screen,
 * not to the other one that editors take: so the lines can be scrolled back to, and are still there afterwards.
 */
final class LiveScreen implements WatchScreen {
    private static final long REDRAW_NANOS = 500_000_000;
    /** Where the terminal became narrower since it was asked, a line is cut rather than made two. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";
    private static final String ERASE_LINE_END = "\u001b[K";
    private static final String ERASE_BELOW = "\u001b[J";

    private final Watchlist watchlist;
    private final Function<Watchlist.Entry, WatchTable.Row> rows;
    private final Supplier<TerminalSize> terminalSize;
    private final boolean colours;
    private final Glyphs glyphs;
    private final Output output;
    private final LongSupplier nanoTime;
    private final StringBuilder waiting = new StringBuilder();
    private List<WatchTable.Line> drawn = List.of();
    private TerminalSize size = TerminalSize.USUAL;
    private long lastDrawn;

    /** Draws nothing yet; {@code rows} is asked for what is known of a target. */
    LiveScreen(Watchlist watchlist, Function<Watchlist.Entry, WatchTable.Row> rows, Surroundings surroundings) {
        this.watchlist = watchlist;
        this.rows = rows;
        this.terminalSize = surroundings.terminalSize();
        this.colours = surroundings.coloursWanted();
        this.glyphs = Glyphs.of(surroundings.environment());
        this.nanoTime = surroundings.nanoTime();
        this.lastDrawn = nanoTime.getAsLong() - REDRAW_NANOS;
        this.output = new Output(surroundings.stdout(), nanoTime.getAsLong());
    }

    @Override
    public void line(String line) {
        waiting.append(line);
    }

    @Override
    public boolean showsStates() {
        return true;
    }

    @Override
    public void pulse() {
        long now = nanoTime.getAsLong();
        if (waiting.length() == 0 && now - lastDrawn < REDRAW_NANOS) {
            return;
        }
        lastDrawn = now;
        size = terminalSize.get();
        StringBuilder frame = new StringBuilder(4_096);
        erase(frame);
        drawn = table();
        frame.append(NO_WRAP);
        for (WatchTable.Line line : drawn) {
            frame.append(line.text()).append(ERASE_LINE_END).append('\n');
        }
        frame.append(WRAP).append(ERASE_BELOW);
        write(frame);
    }

    /** Goes to where the table begins, and writes what stays over it. */
    private void erase(StringBuilder frame) {
        int height = 0;
        for (WatchTable.Line line : drawn) {
            // A terminal that became narrower has made several lines of it.
            height += Math.max(1, (line.width() + size.columns() - 1) / size.columns());
        }
        frame.append('\r');
        if (height > 0) {
            frame.append("\u001b[").append(height).append('A');
        }
        if (waiting.length() > 0) {
            frame.append(ERASE_BELOW).append(waiting);
            waiting.setLength(0);
        }
    }

    private List<WatchTable.Line> table() {
        WatchTable table = new WatchTable(size, colours, glyphs);
        List<Watchlist.Entry> shown = watchlist.first(table.rows(watchlist.size()));
        return table.lines(
                shown.stream().map(rows).toList(),
                hidden(State.UP, shown),
                hidden(State.DOWN, shown),
                hidden(State.UNKNOWN, shown));
    }

    private long hidden(State state, List<Watchlist.Entry> shown) {
        return watchlist.count(state)
                - shown.stream().filter(entry -> entry.state() == state).count();
    }

    private void write(StringBuilder frame) {
        // In one go: a terminal shows what it has, and half a table flickers.
        output.line(frame.toString().getBytes(StandardCharsets.UTF_8), nanoTime.getAsLong());
        output.flush(nanoTime.getAsLong());
    }

    @Override
    public void end(String report) {
        StringBuilder frame = new StringBuilder();
        erase(frame);
        drawn = List.of();
        frame.append(ERASE_BELOW).append(report);
        write(frame);
    }
}
