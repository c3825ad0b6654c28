package io.halfshake.cli.watch;

import io.halfshake.CheckResult;
import io.halfshake.cli.terminal.Colour;
import io.halfshake.cli.terminal.DurationFormat;
import io.halfshake.cli.terminal.Symbols;
import io.halfshake.cli.terminal.TerminalSize;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.monitor.TargetState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table on the terminal, as lines that fit its width. */
final class WatchTable {
    /** As long as "unknown". */
    private static final int STATE_WIDTH = 7;

    private static final int SINCE_WIDTH = 7;
    /** As long as "no descriptors". */
    private static final int ANSWER_WIDTH = 14;

    private static final int LOST_WIDTH = 6;
    private static final int GAP = 2;
    private static final int FIXED_WIDTH = STATE_WIDTH + SINCE_WIDTH + ANSWER_WIDTH + LOST_WIDTH + 5 * GAP;
    private static final int MIN_BARS = 8;
    private static final int MIN_TARGET_WIDTH = 8;

    private final TerminalSize size;
    private final boolean colours;
    private final Symbols symbols;
    private final @Nullable String notice;

    /**
     * Makes a table.
     *
     * @param notice a line above it, about all targets; null for none
     */
    WatchTable(TerminalSize size, boolean colours, Symbols symbols, @Nullable String notice) {
        this.size = size;
        this.colours = colours;
        this.symbols = symbols;
        this.notice = notice;
    }

    /**
     * A target's line.
     *
     * @param since the time in its state
     * @param last the last result; null before the first
     * @param lastHeld whether it counts as unobserved
     * @param recent in the form of {@link RecentResults}
     * @param lost the share of checks that failed; {@link Double#NaN} if none was conclusive
     */
    record Row(
            String target,
            TargetState state,
            Duration since,
            @Nullable CheckResult last,
            boolean lastHeld,
            List<Integer> recent,
            double lost) {}

    /**
     * A line of text.
     *
     * @param text the text, with escapes
     * @param width its width, without escapes
     */
    record Line(String text, int width) {}

    /** The number of rows that fit, with notice and heading, the line for hidden targets, and that of the cursor. */
    int rows(int targets) {
        int room = Math.max(1, size.rows() - (notice == null ? 2 : 3));
        return targets <= room ? targets : Math.max(1, room - 1);
    }

    List<Line> lines(List<Row> rows, long up, long down, long unknown) {
        int longest = "TARGET".length();
        for (Row row : rows) {
            longest = Math.max(longest, Texts.visible(row.target()).length());
        }
        // The last column stays free: some terminals wrap as soon as it is written.
        int room = size.columns() - 1 - FIXED_WIDTH;
        int target = Math.max(MIN_TARGET_WIDTH, Math.min(longest, room - MIN_BARS));
        int bars = Math.max(0, Math.min(RecentResults.CAPACITY, room - target));
        List<Line> lines = new ArrayList<>();
        if (notice != null) {
            Line line = cropped(notice);
            lines.add(colours ? new Line(Colour.YELLOW.apply(line.text()), line.width()) : line);
        }
        lines.add(heading(target, bars));
        for (Row row : rows) {
            lines.add(line(row, target, bars));
        }
        if (up + down + unknown > 0) {
            lines.add(cropped(hidden(up, down, unknown)));
        }
        return lines;
    }

    private Line heading(int target, int bars) {
        return cropped(pad("TARGET", target) + pad("STATE", STATE_WIDTH) + pad("FOR", SINCE_WIDTH)
                + padLeft("ROUND TRIP", ANSWER_WIDTH) + "  "
                + (bars < "LATEST".length() ? pad("", bars) : pad("LATEST", bars))
                + padLeft("LOST", LOST_WIDTH));
    }

    private Line line(Row row, int target, int bars) {
        String text = pad(shortened(Texts.visible(row.target()), target), target)
                + pad(Texts.name(row.state()), STATE_WIDTH)
                + pad(DurationFormat.compact(row.since()), SINCE_WIDTH)
                + padLeft(answer(row), ANSWER_WIDTH) + "  "
                + pad(Sparkline.of(row.recent(), bars, symbols), bars)
                + padLeft(lost(row.lost()), LOST_WIDTH);
        Line line = cropped(text);
        int begin = target + GAP;
        int end = begin + Texts.name(row.state()).length();
        if (!colours || end > line.width()) {
            return line;
        }
        return new Line(
                line.text().substring(0, begin)
                        + Colour.of(row.state()).apply(line.text().substring(begin, end))
                        + line.text().substring(end),
                line.width());
    }

    private static String answer(Row row) {
        if (row.lastHeld()) {
            return "unobserved";
        }
        CheckResult last = row.last();
        if (last instanceof CheckResult.Up up) {
            return Texts.millis(up.timing().roundTripNanos());
        }
        if (last instanceof CheckResult.Down down) {
            return Texts.words(down.reason());
        }
        return last instanceof CheckResult.Unknown unknown ? Texts.words(unknown.reason()) : "";
    }

    private static String lost(double part) {
        return Double.isNaN(part) ? "" : String.format(Locale.ROOT, "%.1f%%", 100 * part);
    }

    private String hidden(long up, long down, long unknown) {
        StringBuilder text = new StringBuilder(symbols.ellipsis())
                .append(String.format(Locale.ROOT, " and %,d more:", up + down + unknown));
        String separator = " ";
        for (TargetState state : new TargetState[] {TargetState.DOWN, TargetState.UNKNOWN, TargetState.UP}) {
            long count = state == TargetState.UP ? up : state == TargetState.DOWN ? down : unknown;
            if (count > 0) {
                text.append(separator).append(String.format(Locale.ROOT, "%,d %s", count, Texts.name(state)));
                separator = ", ";
            }
        }
        return text.toString();
    }

    /** Keeps both ends: similar targets differ at their ends. */
    private String shortened(String target, int width) {
        if (target.length() <= width) {
            return target;
        }
        int kept = width - symbols.ellipsis().length();
        int head = kept / 3;
        return target.substring(0, head) + symbols.ellipsis() + target.substring(target.length() - kept + head);
    }

    private Line cropped(String text) {
        String fits = text.substring(0, Math.min(text.length(), Math.max(1, size.columns() - 1)));
        return new Line(fits.stripTrailing(), fits.stripTrailing().length());
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()) + GAP);
    }

    private static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
