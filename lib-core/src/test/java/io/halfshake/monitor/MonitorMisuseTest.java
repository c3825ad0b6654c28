package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MonitorMisuseTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final MonitorBuilder builder =
            Monitor.builder(new MonitorTestChecker((target, timeout) -> new CompletableFuture<>()));

    private static void refused(String text, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(text);
    }

    @Test
    void invalidSetting_isRejectedWithNameValueAndRule() {
        refused("interval: PT0S (expected > 0)", () -> builder.interval(Duration.ZERO));
        refused("interval: PT-1S (expected > 0)", () -> builder.interval(SECOND.negated()));
        refused("timeout: PT0S (expected > 0)", () -> builder.timeout(Duration.ZERO));
        refused("fastInterval: PT0S (expected > 0)", () -> builder.fastInterval(Duration.ZERO));
        refused("downInterval: PT-1S (expected > 0)", () -> builder.downInterval(SECOND.negated()));
        refused("startSpread: PT-1S (expected >= 0)", () -> builder.startSpread(SECOND.negated()));
        refused("rise: 0 (expected >= 1)", () -> builder.rise(0));
        refused("fall: 0 (expected >= 1)", () -> builder.fall(0));
        refused("jitter: 1.5 (expected 0 to 1)", () -> builder.jitter(1.5));
        refused("jitter: NaN (expected 0 to 1)", () -> builder.jitter(Double.NaN));
    }

    @Test
    void timeoutLongerThanTheInterval_isRejected() {
        builder.timeout(Duration.ofSeconds(10));

        refused("timeout: PT10S (expected <= interval PT5S)", builder::build);
        ScriptedMonitor rig = ScriptedMonitor.create(monitor -> monitor.timeout(SECOND));
        refused(
                "timeout: PT1S (expected <= interval PT0.5S)",
                () -> rig.monitor().add("db:1", TargetSettings.inherited().withInterval(Duration.ofMillis(500))));
        assertThat(rig.monitor().targets()).isEmpty();
    }

    @Test
    void fastIntervalLongerThanTheInterval_isRejected() {
        builder.fastInterval(Duration.ofSeconds(10));

        refused("fastInterval: PT10S (expected <= interval PT5S)", builder::build);
    }

    @Test
    void shortestAndLongestInterval_work() {
        ScriptedMonitor shortest = ScriptedMonitor.create(monitor -> monitor.interval(Duration.ofNanos(1)));
        shortest.watch("db:1").up();
        shortest.advance(Duration.ofMillis(10));
        ScriptedMonitor longest = ScriptedMonitor.create(
                monitor -> monitor.interval(Duration.ofSeconds(Long.MAX_VALUE)).jitter(1));
        longest.watch("db:1").up();
        longest.advance(Duration.ofHours(1));

        assertThat(shortest.checks()).hasSizeBetween(5, 20);
        assertThat(longest.checks()).hasSize(1);
    }

    @Test
    void duplicateTarget_isRejected() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.watch("db:1").up();

        refused(
                "target: \"db:1\" (expected one that is not monitored yet)",
                () -> rig.monitor().add("db:1"));
        rig.advance(SECOND);
        assertThat(rig.checks()).hasSize(1);
    }

    @Test
    void invalidTarget_isRejected() {
        ScriptedMonitor rig = ScriptedMonitor.create();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> rig.monitor().add("db"))
                .withMessageStartingWith("target: \"db\" (expected ");
    }

    @Test
    void targetRemovedDuringItsCheck_canBeAddedAgain() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.watch("db:1").timesOut();
        rig.advance(Duration.ofMillis(500));

        assertThat(rig.monitor().remove("db:1")).isTrue();
        assertThat(rig.monitor().remove("db:1")).isFalse();
        assertThat(rig.cancelled()).hasSize(1);
        assertThat(rig.monitor().status("db:1")).isNull();
        rig.advance(Duration.ofMinutes(1));
        assertThat(rig.transitions()).isEmpty();
        assertThat(rig.checks()).hasSize(1);
        assertThat(rig.monitor().stats().inFlight()).isZero();
        rig.watch("db:1").up();
        rig.advance(Duration.ofSeconds(6));
        assertThat(rig.status("db:1").state()).isEqualTo(TargetState.UP);
        assertThat(rig.monitor().stats().up()).isEqualTo(1);
    }

    @Test
    void checkerThatThrows_makesTheTargetUnknown() {
        ScriptedMonitor rig = ScriptedMonitor.create(); // a fake without a script throws
        rig.monitor().add("db:1");
        rig.advance(Duration.ofSeconds(12));

        assertThat(rig.status("db:1").state()).isEqualTo(TargetState.UNKNOWN);
        assertThat(rig.status("db:1").counts().unknown().get(UnknownReason.LOCAL_FAILURE))
                .isEqualTo(3);
        assertThat(rig.status("db:1").last())
                .isInstanceOfSatisfying(
                        CheckResult.Unknown.class,
                        unknown -> assertThat(unknown.cause()).isInstanceOf(IllegalStateException.class));
        rig.on("db:1").up();
        rig.advance(Duration.ofSeconds(5));
        assertThat(rig.status("db:1").state()).isEqualTo(TargetState.UP);
    }

    @Test
    void closedMonitor_acceptsNoTargetsButCanBeRead() {
        ScriptedMonitor rig = ScriptedMonitor.create();
        rig.watch("db:1").up();
        rig.advance(SECOND);
        rig.monitor().close();
        rig.monitor().close();
        rig.advance(Duration.ofHours(1));

        assertThatIllegalStateException()
                .isThrownBy(() -> rig.monitor().add("db:2"))
                .withMessage("monitor: closed (expected to be open)");
        assertThat(rig.checks()).hasSize(1);
        assertThat(rig.status("db:1").state()).isEqualTo(TargetState.UP);
        assertThat(rig.status("db:1")
                        .outageHistory()
                        .availability(Duration.ofDays(1))
                        .lower())
                .isEqualTo(1);
        assertThat(rig.status("db:1").outageHistory().asOf()).isEqualTo("2000-01-01T00:00:01Z");
    }

    @Test
    void initialState_changesLikeAnyOther() {
        ScriptedMonitor up = ScriptedMonitor.create(
                monitor -> monitor.initialState(TargetState.UP).fall(2));
        up.watch("db:1").refused();
        up.advance(Duration.ofMillis(500));

        assertThat(up.transitions()).isEmpty();
        assertThat(up.status("db:1").inDoubt()).isTrue();
        up.advance(SECOND);
        assertThat(up.transitions()).hasSize(1);
        ScriptedMonitor down = ScriptedMonitor.create(monitor -> monitor.initialState(TargetState.DOWN));
        down.watch("db:1").up();
        down.advance(Duration.ofSeconds(5));
        assertThat(down.transitions())
                .singleElement()
                .satisfies(change -> assertThat(change.to()).isEqualTo(TargetState.UP));
        assertThat(down.status("db:1").outageHistory().outages()).isEmpty();
    }
}
