package io.halfshake;

import static io.halfshake.CheckerRig.address;
import static io.halfshake.ScriptedEngine.answered;
import static io.halfshake.ScriptedEngine.failed;
import static io.halfshake.ScriptedEngine.refused;
import static io.halfshake.ScriptedEngine.unreachable;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CheckOfSeveralAddressesTest extends ScriptedCheck {
    @Test
    void addresses_areTriedInOrderUntilOneAnswers() {
        rig.resolveTo("192.0.2.1", "192.0.2.2", "192.0.2.3");
        CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
        engine.last().complete(refused());
        assertThat(engine.addresses()).containsExactly(address("192.0.2.1"), address("192.0.2.2"));
        engine.last().complete(answered());

        CheckResult result = rig.resultOf(future);
        assertThat(result.isUp()).isTrue();
        assertThat(result.address()).isEqualTo(address("192.0.2.2"));
    }

    @Test
    void answerWhileTheCheckEnds_changesNothing() {
        rig.resolveTo("192.0.2.1", "192.0.2.2", "192.0.2.3");
        CompletableFuture<CheckResult> future = rig.checkName("db:80", Duration.ofSeconds(2));
        rig.pass(millis(502));
        assertThat(engine.started).hasSize(3);
        engine.onCancel = probe -> engine.last().complete(answered());
        engine.started.get(0).complete(answered());

        assertThat(engine.cancelled).containsExactly(engine.started.get(1));
        assertThat(rig.resultOf(future).address()).isEqualTo(address("192.0.2.1"));
        assertThat(rig.checker().stats().up()).isEqualTo(1);
    }

    @Test
    void secondAddress_isTriedAfterADelayIfTheFirstIsSilent() {
        rig.resolveTo("192.0.2.1", "192.0.2.2");
        CompletableFuture<CheckResult> future = rig.checkName("db:80", Duration.ofSeconds(2));
        rig.pass(millis(249));
        assertThat(engine.started).hasSize(1);
        rig.pass(millis(2));
        assertThat(engine.started).hasSize(2);
        engine.last().complete(answered());

        assertThat(rig.resultOf(future).address()).isEqualTo(address("192.0.2.2"));
        assertThat(engine.cancelled).containsExactly(engine.started.get(0));
    }

    @Test
    void failureOfTheLatestAddress_startsTheNextAtOnce() {
        rig.resolveTo("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");
        CompletableFuture<CheckResult> future = rig.checkName("db:80", Duration.ofSeconds(2));
        rig.pass(millis(251));
        assertThat(engine.started).hasSize(2);
        engine.last().complete(refused());
        assertThat(engine.started).hasSize(3);
        engine.started.get(0).complete(unreachable());
        assertThat(engine.started).as("an earlier one brings none forward").hasSize(3);
        engine.last().complete(refused());
        engine.last().complete(answered());

        assertThat(rig.resultOf(future).address()).isEqualTo(address("192.0.2.4"));
    }

    @Test
    void targetWithAllAddressesDown_isDownAsRefused() {
        rig.resolveTo("192.0.2.1", "192.0.2.2", "192.0.2.3");
        CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
        engine.last().complete(unreachable());
        engine.last().complete(refused());
        rig.pass(millis(501));

        CheckResult result = rig.resultOf(future);
        assertThat(downReason(result)).isEqualTo(DownReason.REFUSED);
        assertThat(result.address()).isEqualTo(address("192.0.2.2"));
    }

    @Test
    void silentAddresses_areAllTriedBeforeTheDeadline() {
        rig.resolveTo("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");
        CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
        rig.pass(millis(501));

        assertThat(engine.started).hasSize(4);
        assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.TIMED_OUT);
    }

    @Test
    void addressWithoutRoute_countsOnlyIfThereIsNoOther() {
        rig.resolveTo("2001:db8::1", "192.0.2.1");
        CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
        engine.last().complete(failed(UnknownReason.NO_ROUTE));
        engine.last().complete(refused());
        assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.REFUSED);

        rig.resolveTo("2001:db8::1", "2001:db8::2");
        engine.onStart = probe -> probe.complete(failed(UnknownReason.NO_ROUTE));
        assertThat(unknownReason(rig.resultOf(rig.checkName("db:80", TIMEOUT)))).isEqualTo(UnknownReason.NO_ROUTE);
    }

    @Test
    void addressThatCouldNotBeProbed_leavesTheTargetUnknown() {
        rig.resolveTo("192.0.2.1", "192.0.2.2");
        CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
        engine.last().complete(failed(UnknownReason.NO_DESCRIPTORS));
        engine.last().complete(refused());

        assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.NO_DESCRIPTORS);
    }

    @Test
    void elapsed_coversTheWholeCheckAfterAnEarlyRefusal() {
        rig.resolveTo("192.0.2.1", "192.0.2.2");
        CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
        engine.last().complete(refused());
        rig.pass(millis(501));

        CheckResult result = rig.resultOf(future);
        assertThat(downReason(result)).isEqualTo(DownReason.REFUSED);
        assertThat(result.elapsed()).isBetween(millis(500), millis(501));
    }

    @Test
    void policyFirst_triesOnlyTheFirstAddress() {
        rig.policy = AddressPolicy.FIRST;
        rig.resolveTo("192.0.2.1", "192.0.2.2");
        CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
        engine.last().complete(refused());

        assertThat(rig.resultOf(future).isDown()).isTrue();
        assertThat(engine.started).hasSize(1);
    }

    @Test
    void policyAll_isUpOnlyIfEveryAddressAnswers() {
        rig.policy = AddressPolicy.ALL;
        rig.resolveTo("192.0.2.1", "192.0.2.2");
        CompletableFuture<CheckResult> up = rig.checkName("db:80", TIMEOUT);
        assertThat(engine.started).hasSize(2);
        engine.started.get(0).complete(answered());
        assertThat(up).isNotDone();
        engine.started.get(1).complete(answered());
        assertThat(rig.resultOf(up).isUp()).isTrue();

        CompletableFuture<CheckResult> down = rig.checkName("db:80", TIMEOUT);
        engine.started.get(3).complete(refused());
        assertThat(rig.resultOf(down).address()).isEqualTo(address("192.0.2.2"));
        assertThat(engine.cancelled).containsExactly(engine.started.get(2));
    }
}
