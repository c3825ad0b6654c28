package io.halfshake.cli.report;

import io.halfshake.CheckResult;
import io.halfshake.internal.Durations;
import io.halfshake.monitor.TargetResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The results of one target over time, in a bounded number of columns of equal width. When all columns are in use, each
 * pair of them is merged, so that they cover a time of any length. Safe for use by many threads.
 */
final class RoundTripColumns {
    private final int capacity;
    private final long interval;
    private List<Column> columns = new ArrayList<>();
    private long width;
    private long origin;

    /** One column. Guarded by its owner. */
    private static final class Column {
        private final DurationBuckets roundTrips = new DurationBuckets();
        private long failed;
        private long uncounted;

        void add(TargetResult checked) {
            CheckResult result = checked.result();
            if (result instanceof CheckResult.Up up) {
                roundTrips.add(up.timing().roundTripNanos());
            } else if (result.isDown() && !checked.held()) {
                failed++;
            } else {
                uncounted++;
            }
        }

        boolean isEmpty() {
            return roundTrips.total() + failed + uncounted == 0;
        }

        void addAll(Column other) {
            roundTrips.addAll(other.roundTrips);
            failed += other.failed;
            uncounted += other.uncounted;
        }

        PlotColumn copy(long from, long to) {
            return roundTrips.total() == 0
                    ? new PlotColumn(from, to, 0, 0, 0, 0, failed, uncounted)
                    : new PlotColumn(
                            from,
                            to,
                            roundTrips.total(),
                            roundTrips.min(),
                            roundTrips.at(50),
                            roundTrips.at(95),
                            failed,
                            uncounted);
        }
    }

    /**
     * Creates columns without results.
     *
     * @param capacity the maximum number of columns, at least 2
     * @param interval the time between two checks, which is their width at first
     */
    RoundTripColumns(int capacity, Duration interval) {
        this.capacity = capacity;
        this.interval = Durations.nanos(interval);
        this.width = this.interval;
    }

    synchronized void add(TargetResult checked) {
        if (columns.isEmpty()) {
            // The first result is in the middle of its column, so that later ones may be early or late by half an
            // interval: a column with two results beside one without any would look like a missing check.
            origin = checked.atNanos() - width / 2;
        }
        column(checked.atNanos()).add(checked);
    }

    private Column column(long at) {
        while ((at - origin) / width >= capacity) {
            mergePairs();
        }
        int index = (int) Math.max(0, (at - origin) / width);
        while (columns.size() <= index) {
            columns.add(new Column());
        }
        return columns.get(index);
    }

    private void mergePairs() {
        List<Column> merged = new ArrayList<>();
        for (int i = 0; i < columns.size(); i += 2) {
            Column first = columns.get(i);
            if (i + 1 < columns.size()) {
                first.addAll(columns.get(i + 1));
            }
            merged.add(first);
        }
        columns = merged;
        width *= 2;
    }

    /**
     * A copy of the columns, the oldest first; empty before the first result. One that is empty because its result is
     * in the column beside it is not a gap: the column before it is as wide as both.
     */
    synchronized List<PlotColumn> copy() {
        List<PlotColumn> copies = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            if (!isShifted(i)) {
                long from = origin + i * width;
                copies.add(columns.get(i).copy(from, from + (isShifted(i + 1) ? 2 * width : width)));
            }
        }
        return copies;
    }

    private boolean isShifted(int i) {
        return width == interval && isEmpty(i) && i > 0 && !isEmpty(i - 1) && !isEmpty(i + 1);
    }

    /** Also true beyond the last column. */
    private boolean isEmpty(int i) {
        return i >= columns.size() || columns.get(i).isEmpty();
    }
}
