package io.halfshake.monitor;

import static io.halfshake.monitor.TargetMove.TARGET;
import static io.halfshake.monitor.TargetMove.at;
import static io.halfshake.monitor.TargetMove.release;
import static io.halfshake.monitor.TargetMove.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a monitor does when it releases a target or adopts one, apart from the history. */
class ReleaseTest {
    private final TargetMove rig = new TargetMove();

    /** What listeners get, as words. */
    private static final class Recorder implements MonitorListener {
        final List<String> events = new ArrayList<>();

        @Override
        public void onTransition(Transition transition) {
            events.add("to " + transition.to());
        }

        @Override
        public void onResult(TargetResult result) {
            events.add(result.result().state() + " in " + result.state());
        }

        @Override
        public void onRemoved(String target) {
            events.add("removed " + target);
        }
    }

    @Test
    void releasedTarget_isNotCheckedAnyMore() {
        rig.upAt12();
        TargetCheckpoint checkpoint = release(rig.old);
        rig.old.advance(Duration.ofMinutes(1));

        assertThat(rig.old.checks()).hasSize(3);
        assertThat(rig.old.monitor().targets()).isEmpty();
        assertThat(rig.old.monitor().status(TARGET)).isNull();
        assertThat(rig.old.monitor().stats().up()).isZero();
        assertThat(checkpoint.at()).isEqualTo(at(12));
        assertThat(checkpoint.state()).isEqualTo(TargetState.UP);
        assertThat(checkpoint.since()).isEqualTo(at(0));
        assertThat(checkpoint.observedFrom()).isEqualTo(at(0));
        assertThat(checkpoint.confirmedAt()).isEqualTo(at(10));
        assertThat(checkpoint.outage()).isNull();
    }

    @Test
    void release_isTheRemovalThatListenersHear() {
        Recorder recorder = new Recorder();
        rig.old.monitor().addListener(recorder);
        rig.upAt12();
        release(rig.old);
        rig.old.advance(seconds(20));

        assertThat(recorder.events)
                .containsExactly("UP in UP", "to UP", "UP in UP", "UP in UP", "removed " + TARGET);
    }

    @Test
    void adoption_isNotHeardByListeners() {
        Recorder recorder = new Recorder();
        rig.next.monitor().addListener(recorder);
        rig.upAt12();
        rig.move(seconds(3));
        rig.next.on(TARGET).up();
        rig.next.advance(seconds(1));

        assertThat(recorder.events).containsExactly("UP in UP");
    }

    @Test
    void checkInFlight_isCancelledAndDoesNotCount() {
        ScriptedMonitor old = ScriptedMonitor.create(monitor -> monitor.fall(1));
        old.watch(TARGET).up().after(Duration.ofMillis(500)).refused();
        old.advance(Duration.ofMillis(5_200));
        assertThat(old.inFlight()).isEqualTo(1);
        TargetCheckpoint checkpoint = release(old);
        old.advance(seconds(5));

        assertThat(old.cancelled()).hasSize(1);
        assertThat(old.monitor().stats().inFlight()).isZero();
        assertThat(old.monitor().stats().checks().downs()).isZero();
        assertThat(old.transitions()).hasSize(1);
        assertThat(checkpoint.state()).isEqualTo(TargetState.UP);
        assertThat(checkpoint.confirmedAt()).isEqualTo(at(0));
    }

    /** Silent from 5 to 6 s; the witness has until 6.9 s to say that this counts. */
    @Test
    void resultThatWaitsForWitnesses_isDropped() {
        ScriptedMonitor old = ScriptedMonitor.create(
                monitor -> monitor.witnesses(List.of("gateway:80"), 1).fall(1));
        old.on("gateway:80").up(Duration.ofMillis(900));
        old.watch(TARGET).up().timesOut();
        old.advance(Duration.ofMillis(6_500));
        assertThat(old.monitor().stats().inFlight()).isEqualTo(1);
        TargetCheckpoint checkpoint = release(old);
        old.advance(seconds(5));

        assertThat(old.monitor().stats().inFlight()).isZero();
        assertThat(old.monitor().stats().checks().downs()).isZero();
        assertThat(old.transitions()).hasSize(1);
        assertThat(checkpoint.state()).isEqualTo(TargetState.UP);
        assertThat(checkpoint.confirmedAt()).isEqualTo(at(0));
    }

    /** Held, and so no observation of the target. */
    @Test
    void resultThatWasHeld_confirmsNothing() {
        ScriptedMonitor old = ScriptedMonitor.create(
                monitor -> monitor.witnesses(List.of("gateway:80"), 1).fall(1));
        old.on("gateway:80").up().timesOut();
        old.watch(TARGET).up().timesOut();
        old.advance(seconds(12));
        assertThat(old.status(TARGET).lastHeld()).isTrue();

        assertThat(release(old).confirmedAt()).isEqualTo(at(0));
    }

    @Test
    void targetThatIsNotMonitored_hasNoCheckpoint() {
        assertThat(rig.old.monitor().release(TARGET)).isNull();
        assertThat(rig.old.monitor().checkpoint(TARGET)).isNull();
        rig.upAt12();
        release(rig.old);
        assertThat(rig.old.monitor().release(TARGET)).isNull();
        assertThat(rig.old.monitor().remove(TARGET)).isFalse();
    }

    @Test
    void releasedTarget_canComeBack() {
        rig.upAt12();
        TargetMove.adopt(rig.old, release(rig.old));
        rig.old.advance(seconds(10));

        assertThat(rig.old.transitions()).hasSize(1);
        assertThat(rig.old.status(TARGET).since()).isEqualTo(at(0));
        assertThat(rig.old.monitor().stats().up()).isEqualTo(1);
    }

    @Test
    void checkpoint_leavesTheTargetAlone() {
        rig.upAt12();
        TargetCheckpoint first = Objects.requireNonNull(rig.old.monitor().checkpoint(TARGET));
        rig.old.advance(seconds(10));

        assertThat(first.confirmedAt()).isEqualTo(at(10));
        assertThat(rig.old.checks()).hasSize(5);
        assertThat(release(rig.old).confirmedAt()).isEqualTo(at(20));
    }

    @Test
    void checkpointOfAClosedMonitor_isAsOfItsEnd() {
        rig.downAt20();
        rig.old.monitor().close();
        rig.old.advance(Duration.ofHours(1));
        TargetCheckpoint checkpoint = Objects.requireNonNull(rig.old.monitor().checkpoint(TARGET));

        assertThat(checkpoint.at()).isEqualTo(at(20));
        assertThat(checkpoint.state()).isEqualTo(TargetState.DOWN);
        assertThat(checkpoint.confirmedAt()).isEqualTo(at(17));
        assertThat(checkpoint.outage()).isNotNull();
        assertThat(release(rig.old)).isEqualTo(checkpoint);
    }

    @Test
    void adoptionThatIsRefused_changesNothing() {
        rig.upAt12();
        TargetCheckpoint checkpoint = release(rig.old);
        rig.next.monitor().add(TARGET);
        TargetSettings contradicting = TargetSettings.inherited().withTimeout(seconds(9));
        Monitor next = rig.next.monitor();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> next.adopt(checkpoint, TargetSettings.inherited()))
                .withMessage("target: \"db:1\" (expected one that is not monitored yet)");
        assertThat(rig.next.status(TARGET).state()).isEqualTo(TargetState.UNKNOWN);
        assertThat(next.remove(TARGET)).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> next.adopt(checkpoint, contradicting))
                .withMessage("timeout: PT9S (expected <= interval PT5S)");
        next.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> next.adopt(checkpoint, TargetSettings.inherited()))
                .withMessage("monitor: closed (expected to be open)");
        assertThat(next.targets()).isEmpty();
        assertThat(next.stats().up()).isZero();
    }

    @Test
    void hostWithoutAPort_isRefusedByAMonitorOfPorts() {
        rig.upAt12();
        TargetCheckpoint known = release(rig.old);
        TargetCheckpoint host = new TargetCheckpoint(
                "db",
                known.at(),
                known.state(),
                known.since(),
                known.observedFrom(),
                known.confirmedAt(),
                null,
                known.downtime(),
                known.unobserved());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> TargetMove.adopt(rig.next, host))
                .withMessageStartingWith("target: \"db\" (expected ");
    }

    @Test
    @SuppressWarnings("NullAway") // Null is what is tested.
    void nullArgument_isRefusedByName() {
        rig.upAt12();
        TargetCheckpoint checkpoint = release(rig.old);
        Monitor next = rig.next.monitor();

        assertThatNullPointerException().isThrownBy(() -> next.release(null)).withMessage("target");
        assertThatNullPointerException().isThrownBy(() -> next.checkpoint(null)).withMessage("target");
        assertThatNullPointerException()
                .isThrownBy(() -> next.adopt(null, TargetSettings.inherited()))
                .withMessage("checkpoint");
        assertThatNullPointerException()
                .isThrownBy(() -> next.adopt(checkpoint, null))
                .withMessage("overrides");
    }
}
