package io.halfshake.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestMonitorTest {
    @Test
    void threeRefusals_changeTheStateToDown() {
        TestMonitor rig = TestMonitor.create();
        rig.watch("db:5432").up().refused();
        rig.advance(Duration.ofSeconds(7)); // the default: every 5 s, and every second once in doubt

        assertThat(rig.status("db:5432").state()).isEqualTo(TargetState.DOWN);
        assertThat(rig.transitions()).extracting(Transition::to).containsExactly(TargetState.UP, TargetState.DOWN);
    }

    @Test
    void checks_startAtExactTimes() {
        TestMonitor rig = TestMonitor.create();
        rig.watch("db:5432").up().refused().times(2).up();
        rig.advance(Duration.ofSeconds(17));

        assertThat(rig.checker().recordedChecks())
                .extracting(asked -> asked.at().toMillis())
                .containsExactly(0L, 5_000L, 6_000L, 7_000L, 12_000L, 17_000L);
    }

    @Test
    void fastInterval_appliesUntilTheStateIsDecided() {
        TestMonitor test = TestMonitor.create(
                monitor -> monitor.interval(Duration.ofSeconds(1)).fall(3));
        test.watch("db:5432").up().refused();
        test.advance(Duration.ofSeconds(3));

        assertThat(test.checker().recordedChecks())
                .extracting(asked -> asked.at().toMillis())
                .containsExactly(0L, 1_000L, 1_200L, 1_400L, 2_400L);
    }

    @Test
    void targetWithoutAScript_isUnknownWithTheCause() {
        TestMonitor test = TestMonitor.create();
        test.monitor().add("db:5432");
        test.advance(Duration.ofSeconds(1));

        assertThat(test.status("db:5432").last()).isInstanceOfSatisfying(CheckResult.Unknown.class, last -> {
            assertThat(last.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
            assertThat(last.cause())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("target: \"db:5432\" (expected one with a script");
        });
    }

    @Test
    void stall_isUnobservedAndNoOutage() {
        TestMonitor rig = TestMonitor.create();
        rig.watch("db:5432").up();
        rig.advance(Duration.ofSeconds(12));
        rig.stall(Duration.ofSeconds(5));
        rig.advance(Duration.ofSeconds(12));

        assertThat(rig.transitions()).hasSize(1);
        assertThat(rig.status("db:5432").outageHistory().unobserved())
                .singleElement()
                .satisfies(
                        span -> assertThat(span.length()).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5_300)));
    }

    @Test
    void unknownResult_changesNothing() {
        TestMonitor rig = TestMonitor.create();
        rig.watch("db:5432").up().unknown(UnknownReason.SATURATED);
        rig.advance(Duration.ofHours(1));

        assertThat(rig.status("db:5432").state()).isEqualTo(TargetState.UP);
        assertThat(rig.status("db:5432").outageHistory().outages()).isEmpty();
    }

    @Test
    void closedTestMonitor_hasNothingScheduled() {
        TestMonitor rig = TestMonitor.create();
        rig.watch("db:5432").timesOut();
        rig.advance(Duration.ofMillis(500));
        rig.close();

        assertThat(rig.checker().time().scheduled()).isZero();
        assertThat(rig.checker().cancelled()).hasSize(1);
    }

    @Test
    void statusOfAnUnmonitoredTarget_throwsIllegalArgument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TestMonitor.create().status("db:5432"))
                .withMessage("target: \"db:5432\" (expected one that is monitored)");
    }

    @Test
    void silentWitness_isABlindnessAndHoldsSilence() {
        TestMonitor test = TestMonitor.create(monitor -> monitor.fall(1).witnesses(List.of("gateway:443"), 1));
        test.checker().on("gateway:443").up().times(2).timesOut().times(4).up();
        test.watch("db:5432").up().timesOut().up();
        test.advance(Duration.ofSeconds(8));
        assertThat(test.status("db:5432").lastHeld()).isTrue();
        assertThat(test.monitor().blindness()).isNotNull();
        test.advance(Duration.ofSeconds(8));

        assertThat(test.blindnesses()).extracting(Blindness::isOver).containsExactly(false, true);
        assertThat(test.transitions()).extracting(Transition::to).containsExactly(TargetState.UP);
    }
}
