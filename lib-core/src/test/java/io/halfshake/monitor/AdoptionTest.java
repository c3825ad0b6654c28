package io.halfshake.monitor;

import static io.halfshake.monitor.TargetMove.TARGET;
import static io.halfshake.monitor.TargetMove.adopt;
import static io.halfshake.monitor.TargetMove.at;
import static io.halfshake.monitor.TargetMove.check;
import static io.halfshake.monitor.TargetMove.release;
import static io.halfshake.monitor.TargetMove.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.OutageHistory.TimeSpan;
import io.halfshake.monitor.OutageHistory.UptimeRange;
import io.halfshake.monitor.TargetCheckpoint.OpenOutage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A target that another monitor goes on with, by clocks that agree. */
class AdoptionTest {
    private final TargetMove rig = new TargetMove();

    @Test
    void adoptedTarget_isInItsStateAtOnceWithoutATransition() {
        rig.upAt12();
        Instant since = rig.old.status(TARGET).since();
        rig.move(seconds(3));
        TargetStatus status = rig.next.status(TARGET);

        assertThat(status.state()).isEqualTo(TargetState.UP);
        assertThat(status.since()).isEqualTo(since);
        assertThat(status.last()).isNull();
        assertThat(status.lastAt()).isNull();
        assertThat(rig.next.monitor().stats().up()).isEqualTo(1);
        rig.next.on(TARGET).up();
        rig.next.advance(seconds(20));
        assertThat(rig.next.transitions()).isEmpty();
        assertThat(rig.next.status(TARGET).since()).isEqualTo(since);
    }

    @Test
    void timeFromTheLastConfirmationToTheFirstResult_isUnobserved() {
        rig.upAt12();
        rig.move(seconds(3));
        assertThat(rig.history().unobserved()).containsExactly(new TimeSpan(at(10), at(15)));
        rig.next.on(TARGET).up();
        rig.next.advance(seconds(20));
        UptimeRange uptime = rig.history().availability(Duration.ofDays(1));
        Duration gap = Duration.between(at(10), rig.firstCheck());

        assertThat(rig.history().unobserved()).containsExactly(new TimeSpan(at(10), rig.firstCheck()));
        assertThat(rig.history().unobservedTotal()).isEqualTo(gap);
        assertThat(rig.history().observedFrom()).isEqualTo(at(0));
        assertThat(uptime.from()).isEqualTo(at(10));
        assertThat(uptime.lower()).isCloseTo(1 - gap.toNanos() / 25e9, within(1e-9));
        assertThat(uptime.upper()).isEqualTo(1);
    }

    @Test
    void unknownResults_lengthenTheUnobservedTime() {
        rig.old.watch(TARGET).up().unknown(UnknownReason.NO_ROUTE);
        rig.old.advance(seconds(12));
        rig.move(seconds(3));
        rig.next.on(TARGET).unknown(UnknownReason.NO_ROUTE).times(2).up();
        rig.next.advance(seconds(20));

        assertThat(rig.history().unobserved()).containsExactly(new TimeSpan(at(0), check(rig.next, 2)));
    }

    @Test
    void fallAfterTheMove_beganAfterTheLastConfirmation() {
        rig.upAt12();
        rig.move(seconds(3));
        rig.next.on(TARGET).refused();
        rig.next.advance(seconds(4));
        TimeBounds bounds = new TimeBounds(at(10), rig.firstCheck());

        assertThat(rig.next.transitions()).singleElement().satisfies(change -> {
            assertThat(change.from()).isEqualTo(TargetState.UP);
            assertThat(change.to()).isEqualTo(TargetState.DOWN);
            assertThat(change.bounds()).isEqualTo(bounds);
        });
        assertThat(rig.outage().began()).isEqualTo(bounds);
        assertThat(rig.outage().beganUnseen()).isFalse();
    }

    @Test
    void openOutage_staysOpenWithItsBegin() {
        rig.downAt20();
        TargetCheckpoint checkpoint = rig.move(seconds(10));
        assertThat(checkpoint.outage())
                .isEqualTo(new OpenOutage(new TimeBounds(at(0), at(5)), false, DownReason.REFUSED, Duration.ZERO));
        rig.next.on(TARGET).refused();
        rig.next.advance(seconds(12));
        Duration gap = Duration.between(at(17), rig.firstCheck());

        assertThat(rig.next.checks()).hasSize(3);
        assertThat(rig.next.transitions()).isEmpty();
        assertThat(rig.next.status(TARGET).state()).isEqualTo(TargetState.DOWN);
        assertThat(rig.outage().ongoing()).isTrue();
        assertThat(rig.outage().began()).isEqualTo(new TimeBounds(at(0), at(5)));
        assertThat(rig.outage().ended().earliest()).isEqualTo(check(rig.next, 2));
        assertThat(rig.outage().unobserved()).isEqualTo(gap);
        assertThat(rig.outage().shortest())
                .isEqualTo(Duration.between(at(5), check(rig.next, 2)).minus(gap));
        assertThat(rig.history().downtime().outages()).isEqualTo(1);
    }

    @Test
    void outageThatIsOverAfterTheMove_endedAfterTheLastConfirmation() {
        rig.downAt20();
        rig.move(seconds(10));
        rig.next.on(TARGET).up();
        rig.next.advance(seconds(4));
        TimeBounds bounds = new TimeBounds(at(17), rig.firstCheck());

        assertThat(rig.next.transitions()).singleElement().satisfies(change -> {
            assertThat(change.from()).isEqualTo(TargetState.DOWN);
            assertThat(change.bounds()).isEqualTo(bounds);
        });
        assertThat(rig.outage().ongoing()).isFalse();
        assertThat(rig.outage().ended()).isEqualTo(bounds);
        assertThat(rig.outage().unobserved()).isZero();
        assertThat(rig.outage().shortest()).isEqualTo(seconds(12));
        assertThat(rig.outage().longest()).isEqualTo(Duration.between(at(0), rig.firstCheck()));
    }

    @Test
    void rowAgainstTheState_beginsAnew() {
        rig.old.watch(TARGET).up().refused();
        rig.old.advance(Duration.ofMillis(6_500));
        assertThat(rig.old.status(TARGET).streak()).isEqualTo(-2);
        TargetCheckpoint checkpoint = rig.move(seconds(1));
        assertThat(checkpoint.confirmedAt()).isEqualTo(at(0));
        rig.next.on(TARGET).refused();
        rig.next.advance(Duration.ofMillis(1_200));

        assertThat(rig.next.checks()).hasSize(2);
        assertThat(rig.next.transitions()).isEmpty();
        rig.next.advance(seconds(1));
        assertThat(rig.next.transitions())
                .singleElement()
                .satisfies(change -> assertThat(change.bounds()).isEqualTo(new TimeBounds(at(0), rig.firstCheck())));
    }

    @Test
    void timeOfARowAgainstTheState_isUnobserved() {
        rig.old.watch(TARGET).up().refused();
        rig.old.advance(Duration.ofMillis(6_500));
        rig.move(seconds(1));
        rig.next.on(TARGET).up();
        rig.next.advance(seconds(1));

        assertThat(rig.next.transitions()).isEmpty();
        assertThat(rig.history().unobserved()).containsExactly(new TimeSpan(at(0), rig.firstCheck()));
        assertThat(rig.history().outages()).isEmpty();
    }

    @Test
    void rowAgainstAnOutage_beginsAnew() {
        rig.old.watch(TARGET).up().refused().times(3).up();
        rig.old.advance(Duration.ofMillis(12_500));
        assertThat(rig.old.status(TARGET).inDoubt()).isTrue();
        assertThat(rig.move(seconds(1)).confirmedAt()).isEqualTo(at(7));
        rig.next.on(TARGET).refused();
        rig.next.advance(seconds(1));

        assertThat(rig.next.transitions()).isEmpty();
        assertThat(rig.outage().ongoing()).isTrue();
        assertThat(rig.outage().unobserved()).isEqualTo(Duration.between(at(7), rig.firstCheck()));
    }

    @Test
    void unknownState_isDecidedByTheFirstResult() {
        rig.old.watch(TARGET).unknown(UnknownReason.NO_ROUTE);
        rig.old.advance(seconds(12));
        TargetCheckpoint checkpoint = rig.move(seconds(3));
        assertThat(checkpoint.observedFrom()).isNull();
        rig.next.on(TARGET).refused();
        rig.next.advance(Duration.ofMillis(500));

        assertThat(rig.next.transitions())
                .singleElement()
                .satisfies(change -> assertThat(change.from()).isEqualTo(TargetState.UNKNOWN));
        assertThat(rig.outage().beganUnseen()).isTrue();
        assertThat(rig.history().observedFrom()).isEqualTo(rig.firstCheck());
        assertThat(rig.history().unobserved()).isEmpty();
    }

    @Test
    void initialState_isNotUsed() {
        rig.upAt12();
        TargetCheckpoint checkpoint = release(rig.old);
        rig.next.advance(seconds(12));
        rig.next.monitor().adopt(checkpoint, TargetSettings.inherited().withInitialState(TargetState.DOWN));

        assertThat(rig.next.status(TARGET).state()).isEqualTo(TargetState.UP);
        assertThat(rig.next.monitor().stats().down()).isZero();
    }

    @Test
    void settings_areThoseOfTheAdoption() {
        rig.upAt12();
        TargetCheckpoint checkpoint = release(rig.old);
        rig.next.advance(seconds(12));
        rig.next.monitor().adopt(checkpoint, TargetSettings.inherited().withFall(1));
        rig.next.on(TARGET).refused();
        rig.next.advance(Duration.ofMillis(500));

        assertThat(rig.next.transitions()).hasSize(1);
    }

    /** As after a crash: listeners get again what they got since the checkpoint. */
    @Test
    void transitionAfterTheCheckpoint_isFoundOnceMore() {
        rig.upAt12();
        TargetCheckpoint stored = Objects.requireNonNull(rig.old.monitor().checkpoint(TARGET));
        rig.old.on(TARGET).refused();
        rig.old.advance(seconds(12));
        assertThat(rig.old.transitions()).hasSize(2);
        rig.next.advance(seconds(30));
        adopt(rig.next, stored);
        rig.next.on(TARGET).refused();
        rig.next.advance(seconds(4));

        assertThat(rig.next.transitions())
                .singleElement()
                .satisfies(change -> assertThat(change.bounds()).isEqualTo(new TimeBounds(at(10), rig.firstCheck())));
    }

    @Test
    void targetsAdoptedTogether_areSpreadOverTheInterval() {
        rig.next.advance(seconds(12));
        rig.next.otherwise().up();
        for (int i = 1; i <= 100; i++) {
            upAt12(i);
        }
        rig.next.advance(seconds(5));
        List<Duration> starts =
                rig.next.checks().stream().map(ScriptedMonitor.Check::at).toList();

        assertThat(rig.next.transitions()).isEmpty();
        assertThat(starts).filteredOn(at -> at.compareTo(seconds(14)) < 0).hasSizeBetween(30, 50);
    }

    private void upAt12(int number) {
        rig.next.monitor()
                .adopt(
                        new TargetCheckpoint(
                                "db:" + number,
                                at(12),
                                TargetState.UP,
                                at(0),
                                at(0),
                                at(10),
                                null,
                                new DowntimeTotal(0, Duration.ZERO, Duration.ZERO),
                                Duration.ZERO),
                        TargetSettings.inherited());
    }
}
