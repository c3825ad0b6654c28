package io.halfshake.cli.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A logarithmic axis of round trips in nanoseconds, between two of the steps 1, 2, 5, 10, 20 and so on. On a linear
 * axis, a spike would leave no room for the usual values.
 *
 * @param bottom the lower end
 * @param top the upper end, more than the lower
 */
record RoundTripAxis(long bottom, long top) {
    private static final long MIN_NANOS = 1_000;
    private static final long MAX_NANOS = 1_000_000_000_000_000L;
    private static final int MAX_TICKS = 7;

    /** An axis for these columns, at least one of which must have a round trip. */
    static RoundTripAxis of(List<PlotColumn> columns) {
        long shortest = Long.MAX_VALUE;
        long longest = 0;
        for (PlotColumn column : columns) {
            if (column.up() > 0) {
                shortest = Math.min(shortest, column.min());
                longest = Math.max(longest, column.p95());
            }
        }
        return over(shortest, longest);
    }

    static RoundTripAxis over(long shortest, long longest) {
        long bottom = MIN_NANOS;
        while (next(bottom) <= Math.min(shortest, MAX_NANOS)) {
            bottom = next(bottom);
        }
        long top = next(bottom);
        while (top < Math.min(longest, MAX_NANOS)) {
            top = next(top);
        }
        return new RoundTripAxis(bottom, top);
    }

    /** The next step: from 1 to 2, from 2 to 5, from 5 to 10. */
    private static long next(long tick) {
        return Long.toString(tick).charAt(0) == '2' ? tick / 2 * 5 : tick * 2;
    }

    /** Where to draw lines, from bottom to top: at all steps, or where these are many, at the powers of ten. */
    List<Long> ticks() {
        List<Long> all = new ArrayList<>();
        for (long tick = bottom; tick <= top; tick = next(tick)) {
            all.add(tick);
        }
        return all.size() <= MAX_TICKS
                ? all
                : all.stream()
                        .filter(tick -> Long.toString(tick).charAt(0) == '1')
                        .toList();
    }

    /** The distance from the top, as a part of the height. */
    double depth(long nanos) {
        double height = Math.log((double) Math.max(bottom, nanos) / bottom) / Math.log((double) top / bottom);
        return 1 - Math.min(1, height);
    }

    /** A tick in words. */
    static String label(long tick) {
        if (tick < 1_000_000) {
            return tick / 1_000 + " \u00b5s";
        }
        return tick < 1_000_000_000 ? tick / 1_000_000 + " ms" : tick / 1_000_000_000 + " s";
    }
}
