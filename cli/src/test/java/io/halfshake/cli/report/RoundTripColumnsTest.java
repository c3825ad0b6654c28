package io.halfshake.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import io.halfshake.cli.Results;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.TargetState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoundTripColumnsTest {
    private static final long SECOND = 1_000_000_000;
    /** A reading of the clock that wraps round soon. */
    private static final long START = Long.MAX_VALUE - 3 * SECOND;

    private final RoundTripColumns columns = new RoundTripColumns(4, Duration.ofSeconds(1));

    private void add(long seconds, CheckResult result) {
        addAt(START + seconds * SECOND, result);
    }

    private void addAt(long nanos, CheckResult result) {
        columns.add(new TargetResult("db:1", result, TargetState.UP, false, nanos));
    }

    private static CheckResult up(long millis) {
        return Results.up("db:1", millis * 1_000_000);
    }

    private List<Long> medians() {
        return columns.copy().stream().map(PlotColumn::median).toList();
    }

    private List<Long> answered() {
        return columns.copy().stream().map(PlotColumn::up).toList();
    }

    @Test
    void columns_areEmptyBeforeTheFirstResult() {
        assertThat(columns.copy()).isEmpty();
    }

    @Test
    void eachCheck_hasAColumnWhileThereIsRoom() {
        for (int i = 0; i < 4; i++) {
            add(i, up(i + 1));
        }
        assertThat(medians()).containsExactly(1_000_000L, 2_000_000L, 3_000_000L, 4_000_000L);
        PlotColumn first = columns.copy().get(0);
        assertThat(first.from() - START).isEqualTo(-SECOND / 2);
        assertThat(first.to() - START).isEqualTo(SECOND / 2);
        assertThat(columns.copy().get(1).from()).isEqualTo(first.to());
    }

    @Test
    void fullColumns_becomeHalfAsManyOfTwiceTheWidth() {
        for (int i = 0; i < 5; i++) {
            add(i, up(i + 1));
        }
        List<PlotColumn> copy = columns.copy();
        assertThat(answered()).containsExactly(2L, 2L, 1L);
        assertThat(copy.get(1).min()).isEqualTo(3_000_000);
        assertThat(copy.get(1).p95()).as("the longest, which is exact").isEqualTo(4_000_000);
        assertThat(copy.get(1).from() - START).isEqualTo(2 * SECOND - SECOND / 2);
        assertThat(copy.get(1).to() - START).isEqualTo(4 * SECOND - SECOND / 2);
    }

    @Test
    void anyTime_fitsIntoTheColumns() {
        long checks = 10_000;
        for (int i = 0; i < checks; i++) {
            add(i, up(1 + i % 7));
        }
        assertThat(columns.copy()).hasSizeBetween(2, 4).allSatisfy(column -> {
            assertThat(column.min()).isEqualTo(1_000_000);
            assertThat(column.p95()).isEqualTo(7_000_000);
        });
        assertThat(answered().stream().mapToLong(Long::longValue).sum())
                .as("none is lost")
                .isEqualTo(checks);
    }

    @Test
    void longGap_leavesEmptyColumns() {
        add(0, up(1));
        add(3, up(2));
        assertThat(answered()).containsExactly(1L, 0L, 0L, 1L);
        add(1_000_000, up(3));
        assertThat(answered()).first().isEqualTo(2L);
        assertThat(answered()).last().isEqualTo(1L);
        assertThat(columns.copy()).hasSizeBetween(3, 4);
    }

    @Test
    void resultsAboutAnIntervalApart_haveAColumnEach() {
        addAt(START, up(1));
        addAt(START + SECOND + 400_000_000, up(1));
        addAt(START + 2 * SECOND - 300_000_000, up(1));
        addAt(START + 3 * SECOND, up(1));
        assertThat(answered()).containsExactly(1L, 1L, 1L, 1L);
    }

    @Test
    void resultInTheColumnBesideItsOwn_leavesNoGap() {
        add(0, up(1));
        addAt(START + 1_600_000_000, up(2));
        add(2, up(3));
        List<PlotColumn> copy = columns.copy();
        assertThat(copy).extracting(PlotColumn::up).containsExactly(1L, 2L);
        assertThat(copy.get(0).from() - START).isEqualTo(-SECOND / 2);
        assertThat(copy.get(0).to()).isEqualTo(copy.get(1).from());
        assertThat(copy.get(1).from() - START).isEqualTo(2 * SECOND - SECOND / 2);
    }

    @Test
    void columnOfSeveralIntervalsWithoutResults_isAGap() {
        add(0, up(1));
        add(1, up(1));
        add(4, up(1));
        assertThat(answered()).containsExactly(2L, 0L, 1L);
    }

    @Test
    void longestInterval_hasOneColumn() {
        RoundTripColumns wide = new RoundTripColumns(4, Duration.ofHours(999_999_999));
        wide.add(new TargetResult("db:1", up(1), TargetState.UP, false, START));
        wide.add(new TargetResult("db:1", up(1), TargetState.UP, false, START + TimeUnit.SECONDS.toNanos(10)));
        assertThat(wide.copy())
                .singleElement()
                .satisfies(column -> assertThat(column.up()).isEqualTo(2));
    }

    @Test
    void results_areCountedByKind() {
        add(0, up(1));
        add(0, Results.down("db:1", DownReason.TIMED_OUT));
        add(0, Results.unknown("db:1", UnknownReason.UNRESOLVED, null));
        columns.add(
                new TargetResult("db:1", Results.down("db:1", DownReason.TIMED_OUT), TargetState.UP, true, START + 1));
        assertThat(columns.copy()).singleElement().satisfies(column -> {
            assertThat(column.up()).isEqualTo(1);
            assertThat(column.failed()).isEqualTo(1);
            assertThat(column.uncounted()).as("unknown, and held").isEqualTo(2);
        });
    }

    @Test
    void recorderThatEnded_recordsNoMore() {
        RoundTripRecorder recorder = new RoundTripRecorder(List.of("db:1"), Duration.ofSeconds(1));
        recorder.onResult(new TargetResult("db:1", up(1), TargetState.UP, false, START));
        recorder.onResult(new TargetResult("other:1", up(1), TargetState.UP, false, START));
        recorder.end();
        recorder.onResult(new TargetResult("db:1", up(1), TargetState.UP, false, START + SECOND));
        assertThat(recorder.columns("db:1")).extracting(PlotColumn::up).containsExactly(1L);
        assertThat(recorder.columns("other:1")).isEmpty();
    }

    @Test
    void recorder_hasFewerColumnsForManyTargets() {
        assertThat(RoundTripRecorder.columnsOfEach(1)).isEqualTo(600);
        assertThat(RoundTripRecorder.columnsOfEach(100)).isEqualTo(600);
        assertThat(RoundTripRecorder.columnsOfEach(500)).isEqualTo(120);
        assertThat(RoundTripRecorder.columnsOfEach(2_000)).isEqualTo(60);
    }
}
