package io.halfshake.cli;

import io.halfshake.CheckResult;
import io.halfshake.monitor.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The table on the terminal, as lines that fit it. */
final class WatchTable {
    /** As long as "unknown". */
    private static final int STATE_WIDTH = 7;

    private static final int SINCE_WIDTH = 7;
    /** As long as "no descriptors". */
    private static final int ANSWER_WIDTH = 14;

    private static final int LOST_WIDTH = 6;
    private static final int GAP = 2;
    private static final int FIXED_WIDTH = STATE_WIDTH + SINCE_WIDTH + ANSWER_WIDTH + LOST_WIDTH + 5 * GAP;
    private static final int FEWEST_BARS = 8;
    private static final int SHORTEST_TARGET = 8;

    private final TerminalSize size;
    private final boolean colours;
    private final Glyphs glyphs;

    WatchTable(TerminalSize size, boolean colours, Glyphs glyphs) {
        this.size = size;
        this.colours = colours;
        this.glyphs = glyphs;
    }

    /**
     * A target's line.
     *
     * @param since how long it has been in its state
     * @param last null before the first result
     * @param recent as {@link Recent} has them
     * @param lost the part of the checks that failed; {@link Double#NaN} if none could tell
     */
    record Row(
            String target,
            State state,
            Duration since,
            @Nullable CheckResult last,
            List<Integer> recent,
            double lost) {}

    /**
     * A line of text.
     *
     * @param text with escapes
     * @param width without them
     */
    record Line(String text, int width) {}

    /** How many rows fit, beside the heading and the line for those that do not, and the line of the cursor. */
    int rows(int targets) {
        int room = Math.max(1, size.rows() - 2);
        return targets <= room ? targets : Math.max(1, room - 1);
    }

    List<Line> lines(List<Row> rows, long up, long down, long unknown) {
        int longest = "TARGET".length();
        for (Row row : rows) {
            longest = Math.max(longest, Texts.visible(row.target()).length());
        }
        // The last column stays free: some terminals go on to the next line as soon as it is written to.
        int room = size.columns() - 1 - FIXED_WIDTH;
        int target = Math.max(SHORTEST_TARGET, Math.min(longest, room - FEWEST_BARS));
        int bars = Math.max(0, Math.min(Recent.MOST, room - target));
        List<Line> lines = new ArrayList<>();
        lines.add(heading(target, bars));
        for (Row row : rows) {
            lines.add(line(row, target, bars));
        }
        if (up + down + unknown > 0) {
            lines.add(cropped(rest(up, down, unknown)));
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
                + pad(Lengths.rough(row.since()), SINCE_WIDTH)
                + padLeft(answer(row.last()), ANSWER_WIDTH) + "  "
                + pad(Sparkline.of(row.recent(), bars, glyphs), bars)
                + padLeft(lost(row.lost()), LOST_WIDTH);
        Line line = cropped(text);
        int begin = target + GAP;
        int end = begin + Texts.name(row.state()).length();
        if (!colours || end > line.width()) {
            return line;
        }
        return new Line(
                line.text().substring(0, begin)
                        + Colour.of(row.state()).on(line.text().substring(begin, end))
                        + line.text().substring(end),
                line.width());
    }

    private static String answer(@Nullable CheckResult last) {
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

    private String rest(long up, long down, long unknown) {
        StringBuilder text = new StringBuilder(glyphs.ellipsis())
                .append(String.format(Locale.ROOT, " and %,d more:", up + down + unknown));
        String separator = " ";
        for (State state : new State[] {State.DOWN, State.UNKNOWN, State.UP}) {
            long count = state == State.UP ? up : state == State.DOWN ? down : unknown;
            if (count > 0) {
                text.append(separator).append(String.format(Locale.ROOT, "%,d %s", count, Texts.name(state)));
                separator = ", ";
            }
        }
        return text.toString();
    }

    /** Targets that are alike differ at their ends. */
    private String shortened(String target, int width) {
        if (target.length() <= width) {
            return target;
        }
        int kept = width - glyphs.ellipsis().length();
        int head = kept / 3;
        return target.substring(0, head) + glyphs.ellipsis() + target.substring(target.length() - kept + head);
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
