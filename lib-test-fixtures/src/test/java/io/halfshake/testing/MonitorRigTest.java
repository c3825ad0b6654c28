package io.halfshake.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.UnknownReason;
import io.halfshake.monitor.State;
import io.halfshake.monitor.Transition;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MonitorRigTest {
    @Test
    void threeRefusalsFlipIt() {
        MonitorRig rig = MonitorRig.create();
        rig.watch("db:5432").up().refused();
        rig.advance(Duration.ofSeconds(7)); // the default: every 5 s, and every second once in doubt

        assertThat(rig.status("db:5432").state()).isEqualTo(State.DOWN);
        assertThat(rig.transitions()).extracting(Transition::to).containsExactly(State.UP, State.DOWN);
    }

    @Test
    void checksComeAtWholeTimes() {
        MonitorRig rig = MonitorRig.create();
        rig.watch("db:5432").up().refused().times(2).up();
        rig.advance(Duration.ofSeconds(17));

        assertThat(rig.checker().asked())
                .extracting(asked -> asked.at().toMillis())
                .containsExactly(0L, 5_000L, 6_000L, 7_000L, 12_000L, 17_000L);
    }

    @Test
    void aStallIsNobodysOutage() {
        MonitorRig rig = MonitorRig.create();
        rig.watch("db:5432").up();
        rig.advance(Duration.ofSeconds(12));
        rig.stall(Duration.ofSeconds(5));
        rig.advance(Duration.ofSeconds(12));

        assertThat(rig.transitions()).hasSize(1);
        assertThat(rig.status("db:5432").ledger().unobserved())
                .singleElement()
                .satisfies(
                        span -> assertThat(span.length()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_300)));
    }

    @Test
    void unknownChangesNothing() {
        MonitorRig rig = MonitorRig.create();
        rig.watch("db:5432").up().unknown(UnknownReason.SATURATED);
        rig.advance(Duration.ofHours(1));

        assertThat(rig.status("db:5432").state()).isEqualTo(State.UP);
        assertThat(rig.status("db:5432").ledger().outages()).isEmpty();
    }

    @Test
    void aClosedRigHasNothingLeftToDo() {
        MonitorRig rig = MonitorRig.create();
        rig.watch("db:5432").timesOut();
        rig.advance(Duration.ofMillis(500));
        rig.close();

        assertThat(rig.checker().time().scheduled()).isZero();
        assertThat(rig.checker().cancelled()).hasSize(1);
    }

    @Test
    void theStatusOfWhatIsNotWatchedIsAMistake() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MonitorRig.create().status("db:5432"))
                .withMessage("target: \"db:5432\" (expected one that is watched)");
    }
}
