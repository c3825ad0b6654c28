package io.halfshake.cli.report;

import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.Transition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Records the round trips of all targets for the plots, in memory that does not grow with time. With many targets, each
 * has fewer columns. Safe for use by many threads.
 */
public final class RoundTripRecorder implements MonitorListener {
    /** With more targets, none is recorded. */
    static final int MAX_TARGETS = 2_000;

    private static final int MAX_COLUMNS = 600;
    private static final int MIN_COLUMNS = 60;
    /**
     * With up to 1,000 targets; twice as many with the maximum. A column takes 100 bytes for even round trips, and 1 kB
     * for those that differ most.
     */
    private static final int MAX_COLUMNS_OF_ALL = 60_000;

    private final Map<String, RoundTripColumns> columns = new HashMap<>();
    private volatile boolean ended;

    /**
     * Creates a recorder.
     *
     * @param interval the time between two checks of a target
     */
    public RoundTripRecorder(Collection<String> targets, Duration interval) {
        if (targets.size() <= MAX_TARGETS) {
            int capacity = columnsOfEach(targets.size());
            targets.forEach(target -> columns.put(target, new RoundTripColumns(capacity, interval)));
        }
    }

    static int columnsOfEach(int targets) {
        return Math.max(MIN_COLUMNS, Math.min(MAX_COLUMNS, MAX_COLUMNS_OF_ALL / Math.max(1, targets)));
    }

    @Override
    public void onResult(TargetResult result) {
        RoundTripColumns recorded = columns.get(result.target());
        if (recorded != null && !ended) {
            recorded.add(result);
        }
    }

    /** Records no more results: those that come while the report is written are not part of it. */
    public void end() {
        ended = true;
    }

    /** Does nothing: the monitor keeps the outages. */
    @Override
    public void onTransition(Transition transition) {}

    /** Whether the results are recorded. */
    boolean isRecording() {
        return !columns.isEmpty();
    }

    /** A copy of the columns of a target, the oldest first; empty if it has no result. */
    List<PlotColumn> columns(String target) {
        RoundTripColumns recorded = columns.get(target);
        return recorded == null ? List.of() : recorded.copy();
    }
}
