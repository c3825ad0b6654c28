package io.halfshake.monitor;

import static io.halfshake.monitor.TargetMove.TARGET;
import static io.halfshake.monitor.TargetMove.adopt;
import static io.halfshake.monitor.TargetMove.at;
import static io.halfshake.monitor.TargetMove.check;
import static io.halfshake.monitor.TargetMove.move;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a history keeps when its target moves, once or twice. */
class AdoptedHistoryTest {
    private final TargetMove rig = new TargetMove();

    private void assertReleasedAsAdopted(Duration length) {
        rig.old.advance(length);
        TargetCheckpoint first = rig.move(seconds(3));
        TargetCheckpoint second = release(rig.next);

        assertThat(second.at()).isEqualTo(first.at().plusSeconds(3));
        assertThat(second)
                .isEqualTo(new TargetCheckpoint(
                        TARGET,
                        second.at(),
                        first.state(),
                        first.since(),
                        first.observedFrom(),
                        first.confirmedAt(),
                        first.outage(),
                        first.downtime(),
                        first.unobserved()));
    }

    @Test
    void targetThatIsUp_isReleasedAsAdopted() {
        rig.old.watch(TARGET).up().unknown(UnknownReason.NO_ROUTE).up();
        assertReleasedAsAdopted(seconds(22));
    }

    @Test
    void targetThatIsDown_isReleasedAsAdopted() {
        rig.old.watch(TARGET)
                .up()
                .refused()
                .times(3)
                .up()
                .times(2)
                .refused()
                .times(4)
                .unknown(UnknownReason.NO_ROUTE)
                .refused();
        assertReleasedAsAdopted(seconds(60));
    }

    @Test
    void targetInDoubt_isReleasedAsAdopted() {
        rig.old.watch(TARGET).up().refused();
        assertReleasedAsAdopted(Duration.ofMillis(5_500));
    }

    @Test
    void unconfirmedState_isReleasedAsAdopted() {
        rig.old.monitor().add(TARGET, TargetSettings.inherited().withInitialState(TargetState.DOWN));
        rig.old.on(TARGET).up();
        assertReleasedAsAdopted(Duration.ofMillis(500));
    }

    @Test
    void totals_continue() {
        ScriptedMonitor before = ScriptedMonitor.create(monitor -> monitor.rise(1).fall(1));
        ScriptedMonitor after = ScriptedMonitor.create(monitor -> monitor.rise(1).fall(1));
        ScriptedMonitor.Script script = before.watch(TARGET);
        for (int i = 0; i < 2; i++) {
            script.up().refused().times(2);
        }
        script.up();
        before.advance(seconds(32));
        TargetCheckpoint checkpoint = move(before, after, seconds(3));
        assertThat(checkpoint.downtime()).isEqualTo(new DowntimeTotal(2, seconds(10), seconds(30)));
        after.on(TARGET).up().refused().times(2).up();
        after.advance(seconds(20));
        OutageHistory history = after.status(TARGET).outageHistory();
        Outage own = history.outages().get(0);

        assertThat(history.outages()).hasSize(1);
        assertThat(own.shortest()).isEqualTo(seconds(5));
        assertThat(history.downtime())
                .isEqualTo(new DowntimeTotal(3, seconds(15), seconds(30).plus(own.longest())));
        assertThat(history.unobservedTotal()).isEqualTo(Duration.between(at(30), check(after, 0)));
    }

    /** As in the history, where it is counted too. */
    @Test
    void openOutage_isNotAmongTheTotals() {
        rig.old.watch(TARGET).up().refused().times(3).up().times(2).refused();
        rig.old.advance(seconds(30));
        assertThat(rig.old.status(TARGET).outageHistory().downtime().outages()).isEqualTo(2);

        assertThat(rig.move(seconds(3)).downtime().outages()).isEqualTo(1);
        assertThat(rig.history().downtime().outages()).isEqualTo(2);
    }

    /** This one looks as if it were made 40 s from now. */
    @Test
    void checkpointFromTheFuture_isTakenAsMadeNow() {
        rig.old.watch(TARGET).up().refused();
        rig.old.advance(seconds(60));
        TargetCheckpoint checkpoint = release(rig.old);
        rig.next.advance(seconds(20));
        adopt(rig.next, checkpoint);
        rig.next.on(TARGET).up();
        rig.next.advance(seconds(3));

        assertThat(checkpoint.confirmedAt()).isEqualTo(at(57));
        assertThat(rig.next.status(TARGET).since()).isEqualTo(checkpoint.since());
        assertThat(rig.outage().began()).isEqualTo(new TimeBounds(at(-40), at(-35)));
        assertThat(rig.outage().ended()).isEqualTo(new TimeBounds(at(17), rig.firstCheck()));
        assertThat(rig.history().unobserved()).containsExactly(new TimeSpan(at(17), rig.firstCheck()));
    }

    private static TargetCheckpoint downBeforeTheBeginning(@Nullable OpenOutage outage) {
        return new TargetCheckpoint(
                TARGET,
                at(-10),
                TargetState.DOWN,
                at(-50),
                at(-100),
                at(-15),
                outage,
                new DowntimeTotal(0, Duration.ZERO, Duration.ZERO),
                seconds(3));
    }

    /** As after a restart. */
    @Test
    void momentsBeforeTheMonitorWasBuilt_areKept() {
        TimeBounds began = new TimeBounds(at(-60), at(-55));
        adopt(rig.next, downBeforeTheBeginning(new OpenOutage(began, true, DownReason.TIMED_OUT, seconds(2))));
        rig.next.on(TARGET).up();
        rig.next.advance(seconds(10));
        UptimeRange uptime = rig.history().availability(Duration.ofDays(1));
        Duration gap = Duration.between(at(-15), rig.firstCheck());

        assertThat(rig.outage())
                .isEqualTo(new Outage(
                        began,
                        new TimeBounds(at(-15), rig.firstCheck()),
                        false,
                        true,
                        DownReason.TIMED_OUT,
                        seconds(2)));
        assertThat(rig.outage().shortest()).isEqualTo(seconds(38));
        assertThat(rig.history().observedFrom()).isEqualTo(at(-100));
        assertThat(rig.history().unobserved()).containsExactly(new TimeSpan(at(-15), rig.firstCheck()));
        assertThat(rig.history().unobservedTotal()).isEqualTo(seconds(3).plus(gap));
        assertThat(uptime.from()).isEqualTo(at(-15));
        assertThat(uptime.lower()).isCloseTo(1 - gap.toNanos() / 25e9, within(1e-9));
    }

    /** As from a store that has states only. */
    @Test
    void downWithoutAnOutage_opensOneThatBeganUnseen() {
        adopt(rig.next, downBeforeTheBeginning(null));
        rig.next.on(TARGET).refused();
        rig.next.advance(seconds(1));

        assertThat(rig.next.transitions()).isEmpty();
        assertThat(rig.outage().began()).isEqualTo(new TimeBounds(at(-100), at(-10)));
        assertThat(rig.outage().beganUnseen()).isTrue();
    }

    /** The target was observed then, elsewhere. */
    @Test
    void stallBeforeTheAdoption_isNoUnobservedTimeOfTheTarget() {
        rig.downAt20();
        rig.next.advance(seconds(8));
        rig.next.stall(seconds(4));
        rig.move(seconds(1));
        rig.next.on(TARGET).refused();
        rig.next.advance(seconds(10));

        assertThat(rig.next.monitor().stats().stalls()).isEqualTo(1);
        assertThat(rig.history().unobserved()).containsExactly(new TimeSpan(at(17), rig.firstCheck()));
        assertThat(rig.outage().unobserved()).isEqualTo(Duration.between(at(17), rig.firstCheck()));
    }
}
