package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Time of an outage that was not observed is neither up nor down, so that it does not count for the least length. */
class OutageUnobservedTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private static ScriptedMonitor rig(int fall) {
        return ScriptedMonitor.create(monitor -> monitor.interval(INTERVAL)
                .fastInterval(INTERVAL)
                .downInterval(INTERVAL)
                .rise(1)
                .fall(fall));
    }

    private static Outage only(ScriptedMonitor rig) {
        OutageHistory history = rig.status("db:1").outageHistory();
        assertThat(history.outages()).hasSize(1);
        Outage outage = history.outages().get(0);
        assertThat(history.downtime().shortest()).isEqualTo(outage.shortest());
        assertThat(history.downtime().longest()).isEqualTo(outage.longest());
        return outage;
    }

    @Test
    void endedOutage_isWithoutTheTimeThatWasNotObserved() {
        ScriptedMonitor rig = rig(3);
        rig.watch("db:1")
                .up()
                .refused()
                .times(4)
                .unknown(UnknownReason.SATURATED)
                .times(3)
                .refused()
                .times(2)
                .up();
        rig.advance(Duration.ofSeconds(60));
        Outage outage = only(rig);

        assertThat(outage.ongoing()).isFalse();
        assertThat(outage.unobserved()).isEqualTo(Duration.ofSeconds(15));
        assertThat(outage.shortest()).isEqualTo(Duration.ofSeconds(25));
        assertThat(outage.longest()).isEqualTo(Duration.ofSeconds(50));
        assertThat(rig.status("db:1").outageHistory().outageLengths().weight()).isEqualTo(1);
    }

    @Test
    void ongoingOutage_isWithoutTheTimeThatWasNotObserved() {
        ScriptedMonitor rig = rig(3);
        rig.watch("db:1")
                .up()
                .refused()
                .times(4)
                .unknown(UnknownReason.SATURATED)
                .times(3)
                .refused();
        rig.advance(Duration.ofSeconds(60));
        Outage outage = only(rig);

        assertThat(outage.ongoing()).isTrue();
        assertThat(outage.unobserved()).isEqualTo(Duration.ofSeconds(15));
        assertThat(outage.shortest()).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void unknownResultBeforeAnOutageIsDecided_isNotCounted() {
        ScriptedMonitor rig = rig(3);
        rig.watch("db:1")
                .up()
                .refused()
                .unknown(UnknownReason.SATURATED)
                .refused()
                .times(3)
                .up();
        rig.advance(Duration.ofSeconds(60));
        Outage outage = only(rig);

        assertThat(outage.unobserved()).isEqualTo(Duration.ofSeconds(5));
        assertThat(outage.shortest()).isEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void timeOfAStall_isNotCountedTwice() {
        ScriptedMonitor rig = rig(3);
        rig.watch("db:1").up().refused();
        rig.advance(Duration.ofSeconds(22));
        rig.stall(Duration.ofSeconds(12));
        rig.advance(Duration.ofSeconds(26));
        OutageHistory history = rig.status("db:1").outageHistory();
        Outage outage = only(rig);
        Duration sure = Duration.between(outage.began().latest(), outage.ended().earliest());

        assertThat(outage.unobserved()).isEqualTo(history.unobservedTotal()).isGreaterThan(Duration.ofSeconds(10));
        assertThat(outage.shortest()).isEqualTo(sure.minus(history.unobservedTotal()));
    }

    @Test
    void manyStalls_areNotCountedTwice() {
        ScriptedMonitor rig = rig(3);
        rig.watch("db:1").up().refused();
        rig.advance(Duration.ofSeconds(30));
        Duration before = Duration.ZERO;
        Duration stall = Duration.ofSeconds(12);
        int stalls = OutageHistory.MAX_SPANS + 10;
        for (int i = 0; i < stalls; i++) {
            rig.advance(Duration.ofSeconds(22));
            rig.stall(stall);
            rig.advance(Duration.ofSeconds(10));
            Outage outage = only(rig);
            assertThat(outage.shortest()).isGreaterThanOrEqualTo(before);
            before = outage.shortest();
        }
        Outage outage = only(rig);
        Duration sure = Duration.between(outage.began().latest(), outage.ended().earliest());

        assertThat(outage.shortest().plus(outage.unobserved())).isEqualTo(sure);
        // The next answer ends it, which comes soon.
        assertThat(outage.unobserved())
                .isBetween(stall.multipliedBy(stalls), stall.plusSeconds(1).multipliedBy(stalls));
    }

    /** Of those that are no longer kept one by one, their sum. */
    @Test
    void veryManyStalls_areLeftOut() {
        ScriptedMonitor rig = rig(1);
        rig.watch("db:1").up().refused();
        rig.advance(Duration.ofSeconds(30));
        Duration stall = Duration.ofSeconds(1);
        int stalls = 1_100;
        for (int i = 0; i < stalls; i++) {
            rig.advance(Duration.ofSeconds(17));
            rig.stall(stall);
        }
        Outage outage = only(rig);

        assertThat(outage.unobserved())
                .isBetween(
                        stall.multipliedBy(stalls), stall.multipliedBy(stalls).multipliedBy(3));
        assertThat(outage.shortest()).isGreaterThan(Duration.ofSeconds(17L * stalls - 3L * stalls));
    }

    @Test
    @SuppressWarnings("NullAway") // What is missing throws where memory would be taken.
    void endThatCannotBeRecorded_isRecordedByTheNextResult() {
        EffectiveSettings settings =
                EffectiveSettings.of(TargetSettings.inherited().withRise(1).withFall(1), TargetSettings.inherited());
        TargetHistory history = new TargetHistory("db:1", settings, Instant.EPOCH) {};
        Interner interner = new Interner();
        StallDetector stalls = new StallDetector();
        CheckResult down = MonitorSamples.silent("db:1", MonitorSamples.address("db", 1));
        CheckResult up = MonitorSamples.up("db:1", MonitorSamples.address("db", 1));
        assertThat(history.learn(down, 1, 2, false, interner, stalls)).isNotNull();

        assertThatNullPointerException().isThrownBy(() -> history.learn(up, 3, 4, false, interner, null));
        assertThat(history.state()).isEqualTo(TargetState.DOWN);
        TargetHistory.Change change = history.learn(up, 5, 6, false, interner, stalls);

        assertThat(change).isNotNull();
        assertThat(change.latest()).isEqualTo(4);
        assertThat(history.state()).isEqualTo(TargetState.UP);
    }

    /** Of spans that are no longer kept one by one. */
    @Test
    void manySpans_areAllLeftOut() {
        ScriptedMonitor rig = rig(1);
        ScriptedMonitor.Script script = rig.watch("db:1").up().refused();
        int spans = OutageHistory.MAX_SPANS + 10;
        for (int i = 0; i < spans; i++) {
            script.unknown(UnknownReason.SATURATED).refused();
        }
        script.up();
        rig.advance(INTERVAL.multipliedBy(2L * spans + 10));
        Outage outage = only(rig);

        assertThat(outage.ongoing()).isFalse();
        assertThat(outage.unobserved()).isEqualTo(INTERVAL.multipliedBy(spans));
        assertThat(outage.shortest()).isEqualTo(INTERVAL.multipliedBy(spans));
    }

    /** What is no longer known of it is taken as not observed. */
    @Test
    void manySpansBeforeAnOutageIsDecided_areLeftOut() {
        int spans = OutageHistory.MAX_SPANS + 9;
        ScriptedMonitor rig = rig(spans + 1);
        ScriptedMonitor.Script script = rig.watch("db:1").up().refused();
        for (int i = 0; i < spans; i++) {
            script.unknown(UnknownReason.SATURATED).refused();
        }
        script.up();
        rig.advance(INTERVAL.multipliedBy(2L * spans + 10));
        Outage outage = only(rig);
        Duration sure = INTERVAL.multipliedBy(2L * spans);

        // The first nine spans, and what was observed between them.
        Duration forgotten = INTERVAL.multipliedBy(2 * 9);
        Duration kept = INTERVAL.multipliedBy(OutageHistory.MAX_SPANS);
        assertThat(outage.unobserved()).isEqualTo(forgotten.plus(kept));
        assertThat(outage.shortest()).isEqualTo(sure.minus(forgotten).minus(kept));
    }

    @Test
    void eachOutage_keepsItsOwn() {
        ScriptedMonitor rig = rig(1);
        ScriptedMonitor.Script script = rig.watch("db:1");
        int outages = OutageHistory.MAX_OUTAGES + 3;
        for (int i = 0; i < outages; i++) {
            script.up().refused();
            if (i % 2 == 0) {
                script.unknown(UnknownReason.SATURATED);
            }
            script.refused();
        }
        script.up();
        rig.advance(INTERVAL.multipliedBy(4L * outages));
        OutageHistory history = rig.status("db:1").outageHistory();

        assertThat(history.outages()).hasSize(OutageHistory.MAX_OUTAGES);
        for (int i = 0; i < OutageHistory.MAX_OUTAGES; i++) {
            boolean isInterrupted = (i + 3) % 2 == 0;
            Outage outage = history.outages().get(i);
            assertThat(outage.unobserved()).isEqualTo(isInterrupted ? INTERVAL : Duration.ZERO);
            assertThat(outage.shortest()).isEqualTo(INTERVAL);
        }
        assertThat(history.downtime().shortest()).isEqualTo(INTERVAL.multipliedBy(outages));
    }

    /** With more stalls than are kept, and more spans of the target's own. */
    @Test
    void leastLengthOfALongOutage_neverFalls() {
        StallDetector stalls = new StallDetector();
        OutageRecorder recorder = new OutageRecorder();
        long second = Duration.ofSeconds(1).toNanos();
        recorder.open(0, 0, false, DownReason.TIMED_OUT, stalls.within(0, 0));
        Duration before = Duration.ZERO;
        Duration unobserved = Duration.ZERO;
        for (long now = 5 * second; now <= 200_000 * second; now += 5 * second) {
            // Awake up to a moment before, and late by then.
            stalls.sleeps(5 * second);
            assertThat(stalls.alive(now - second / 2)).isZero();
            unobserved = unobserved.plusNanos(stalls.alive(now));
            if (now % (1_000 * second) == 0) {
                recorder.unobserved(now - second, now, stalls);
                unobserved = unobserved.plusNanos(second);
                Duration shortest = shortest(recorder, now, stalls);
                assertThat(shortest).isGreaterThanOrEqualTo(before);
                before = shortest;
            }
        }
        assertThat(before)
                .isGreaterThanOrEqualTo(Duration.ofSeconds(200_000).minus(unobserved.multipliedBy(2)))
                .isLessThanOrEqualTo(Duration.ofSeconds(200_000).minus(unobserved.dividedBy(2)));
    }

    private static Duration shortest(OutageRecorder recorder, long now, StallDetector stalls) {
        ClockSample clock = new ClockSample(now, Instant.EPOCH.plusNanos(now));
        OutageHistory.Moment moment =
                new OutageHistory.Moment("db:1", clock, 0, now, TimeSpans.NEVER, TimeSpans.NEVER, stalls.copy(now));
        return OutageRecorder.copy(recorder, moment).outages().get(0).shortest();
    }
}
