package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.halfshake.CheckResult;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A result for which there is no memory changes nothing by halves: the next one changes the state. */
@SuppressWarnings("NullAway") // What is missing throws where memory would be taken.
class OutageRecordingTest {
    private static final CheckResult DOWN = MonitorSamples.silent("db:1", MonitorSamples.address("db", 1));
    private static final CheckResult UP = MonitorSamples.up("db:1", MonitorSamples.address("db", 1));
    private static final CheckResult UNKNOWN = MonitorSamples.unknown("db:1", null, null);

    private final Interner interner = new Interner();
    private final StallDetector stalls = new StallDetector();
    private final TargetHistory history = new TargetHistory(
            "db:1",
            EffectiveSettings.of(TargetSettings.inherited().withRise(1).withFall(1), TargetSettings.inherited()),
            Instant.EPOCH) {};

    private TargetHistory.Change learn(CheckResult result, long asked) {
        return history.learn(result, asked, asked + 1, false, interner, stalls);
    }

    private void learnInVain(CheckResult result, long asked) {
        assertThatNullPointerException()
                .isThrownBy(() -> history.learn(result, asked, asked + 1, false, interner, null));
    }

    private OutageHistory outages() {
        ClockSample clock = new ClockSample(1_000, at(1_000));
        return history.status(clock, stalls.copy(1_000), interner).outageHistory();
    }

    private static Instant at(long nanos) {
        return Instant.EPOCH.plusNanos(nanos);
    }

    private static TimeBounds bounds(long earliest, long latest) {
        return new TimeBounds(at(earliest), at(latest));
    }

    @Test
    void endThatCannotBeRecorded_isRecordedOnceByTheNextResult() {
        assertThat(learn(UP, 1)).isNotNull();
        assertThat(learn(DOWN, 3)).isNotNull();
        learnInVain(UP, 5);
        learnInVain(UP, 7);
        assertThat(history.state()).isEqualTo(TargetState.DOWN);
        assertThat(outages().outages()).singleElement().matches(Outage::ongoing);
        TargetHistory.Change change = learn(UP, 9);

        assertThat(change).isNotNull();
        assertThat(change.latest()).isEqualTo(6);
        assertThat(history.state()).isEqualTo(TargetState.UP);
        assertThat(outages().downtime().outages()).isEqualTo(1);
        assertThat(outages().outageLengths().weight()).isEqualTo(1);
        assertThat(outages().outages()).singleElement().satisfies(outage -> {
            assertThat(outage.ongoing()).isFalse();
            assertThat(outage.began()).isEqualTo(bounds(1, 4));
            assertThat(outage.ended()).isEqualTo(bounds(3, 6));
        });
    }

    @Test
    void beginningThatCannotBeRecorded_isRecordedOnceByTheNextResult() {
        assertThat(learn(UP, 1)).isNotNull();
        learnInVain(DOWN, 3);
        assertThat(history.state()).isEqualTo(TargetState.UP);
        assertThat(outages().outages()).isEmpty();
        assertThat(learn(DOWN, 5)).isNotNull();
        assertThat(learn(UP, 7)).isNotNull();

        assertThat(outages().downtime().outages()).isEqualTo(1);
        assertThat(outages().outages()).singleElement().satisfies(outage -> {
            assertThat(outage.began()).isEqualTo(bounds(1, 4));
            assertThat(outage.ended()).isEqualTo(bounds(5, 8));
        });
    }

    /** What was not observed is recorded before that. */
    @Test
    void endThatCannotBeRecorded_doesNotCountUnobservedTimeTwice() {
        assertThat(learn(DOWN, 1)).isNotNull();
        assertThat(learn(UNKNOWN, 3)).isNull();
        learnInVain(UP, 5);
        assertThat(learn(UP, 7)).isNotNull();

        assertThat(outages().unobserved()).singleElement().satisfies(span -> {
            assertThat(span.from()).isEqualTo(at(3));
            assertThat(span.to()).isEqualTo(at(6));
        });
        assertThat(outages().outages())
                .singleElement()
                .satisfies(outage -> assertThat(outage.ended()).isEqualTo(bounds(1, 6)));
    }

    /** Of as many as are kept, the oldest makes room once. */
    @Test
    void endThatCannotBeRecorded_dropsNoOlderOutageTwice() {
        long now = 1;
        for (int i = 0; i < OutageHistory.MAX_OUTAGES; i++) {
            assertThat(learn(DOWN, now)).isNotNull();
            assertThat(learn(UP, now + 2)).isNotNull();
            now += 4;
        }
        Outage second = outages().outages().get(1);
        assertThat(learn(DOWN, now)).isNotNull();
        learnInVain(UP, now + 2);
        assertThat(learn(UP, now + 4)).isNotNull();

        assertThat(outages().outages()).hasSize(OutageHistory.MAX_OUTAGES).startsWith(second);
        assertThat(outages().downtime().outages()).isEqualTo(OutageHistory.MAX_OUTAGES + 1);
    }
}
