package io.halfshake;

import static io.halfshake.ScriptedEngine.answered;
import static io.halfshake.ScriptedEngine.evidence;
import static io.halfshake.ScriptedEngine.failed;
import static io.halfshake.ScriptedEngine.refused;
import static io.halfshake.ScriptedEngine.unreachable;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CheckOfOneAddressTest extends ScriptedCheck {
    @Test
    void answeredCheck_isUpWithTheEnginesRoundTrip() {
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.pass(millis(7));
        engine.last().complete(answered());

        CheckResult result = rig.resultOf(future);

        assertThat(result.isUp()).isTrue();
        assertThat(result.target()).isEqualTo("192.0.2.1:80");
        assertThat(result.address()).isEqualTo(CheckerRig.ADDRESS);
        assertThat(result.roundTrip()).isEqualTo(millis(3));
        assertThat(result.elapsed()).isEqualTo(millis(7));
        assertThat(result.evidence()).isEqualTo(evidence(Signal.SYN_ACK));
    }

    @Test
    void refusedOrUnreachableAddress_isDown() {
        CompletableFuture<CheckResult> first = rig.check(TIMEOUT);
        engine.last().complete(refused());
        CompletableFuture<CheckResult> second = rig.check(TIMEOUT);
        engine.last().complete(unreachable());

        assertThat(downReason(rig.resultOf(first))).isEqualTo(DownReason.REFUSED);
        assertThat(downReason(rig.resultOf(second))).isEqualTo(DownReason.UNREACHABLE);
    }

    @Test
    void localEngineFailure_makesTheCheckUnknown() {
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        engine.last().complete(failed(UnknownReason.NO_DESCRIPTORS));

        assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.NO_DESCRIPTORS);
    }

    @Test
    void silence_isDownAtTheDeadlineAndNotBefore() {
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.pass(TIMEOUT.minusNanos(1));
        assertThat(future).isNotDone();
        assertThat(engine.expired).isEmpty();

        rig.pass(millis(1));

        assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.TIMED_OUT);
        assertThat(engine.expired).hasSize(1);
    }

    @Test
    void answerFoundByTheFinalRead_isUp() {
        engine.looksOnceMore = false;
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.stall(Duration.ofSeconds(5));
        assertThat(future).isNotDone();

        engine.expired.get(0).complete(answered());

        assertThat(rig.resultOf(future).isUp()).isTrue();
    }

    @Test
    void engineThatNeverCompletes_isReportedAsAStall() {
        engine.looksOnceMore = false;
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.pass(TIMEOUT.plusMillis(260));

        assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.STALLED);
        assertThat(engine.cancelled).hasSize(1);
    }

    @Test
    void silenceWithoutASyn_isReportedAsAStall() {
        engine.sends = false;
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.pass(millis(501));

        assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.STALLED);
    }

    @Test
    void silenceAfterALateSyn_isReportedAsAStall() {
        engine.sends = false;
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.pass(millis(260));
        engine.last().sent(rig.now());
        rig.pass(millis(250));

        assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.STALLED);
    }

    @Test
    void engineThatThrows_makesTheCheckUnknownWithTheCause() {
        IllegalStateException trouble = new IllegalStateException("broken");
        engine.onStart = probe -> {
            throw trouble;
        };
        CheckResult.Unknown result = (CheckResult.Unknown) rig.resultOf(rig.check(TIMEOUT));

        assertThat(result.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
        assertThat(result.cause()).isSameAs(trouble);
    }

    @Test
    @SuppressWarnings("NullAway") // What a careless engine reports.
    void invalidOutcome_makesTheCheckUnknownWithTheCause() {
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        engine.last().complete(new Outcome.Answered(1, null));

        CheckResult.Unknown result = (CheckResult.Unknown) rig.resultOf(future);
        assertThat(result.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
        assertThat(result.cause()).isInstanceOf(NullPointerException.class);
    }

    @Test
    void probe_keepsOnlyItsFirstOutcome() {
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        Probe probe = engine.last();
        probe.complete(refused());
        probe.complete(answered());

        assertThat(rig.resultOf(future).isDown()).isTrue();
        assertThat(rig.checker().stats().up()).isZero();
        assertThat(rig.checker().stats().down()).isEqualTo(1);
    }

    @Test
    void answerAfterTheResult_changesNothing() {
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.pass(TIMEOUT.plusMillis(1));
        engine.last().complete(answered());

        assertThat(rig.resultOf(future).isDown()).isTrue();
    }

    @Test
    void answerInsideStart_isUp() {
        engine.onStart = probe -> probe.complete(answered());

        assertThat(rig.resultOf(rig.check(TIMEOUT)).isUp()).isTrue();
    }

    @Test
    void shortestAndLongestTimeouts_areKept() {
        CompletableFuture<CheckResult> longest = rig.check(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
        CompletableFuture<CheckResult> shortest = rig.check(Duration.ofNanos(1));
        rig.pass(Duration.ofSeconds(10));

        assertThat(rig.resultOf(shortest).isUp()).isFalse();
        assertThat(longest).isNotDone();
        engine.started.get(0).complete(answered());
        assertThat(rig.resultOf(longest).isUp()).isTrue();
    }

    @Test
    void completedHandshake_isReportedAndCounted() {
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        Evidence full =
                new Evidence(Signal.SYN_ACK, null, null, null, 1, "scripted", Handshake.FULL, Evidence.Clock.KERNEL);
        engine.last().complete(new Outcome.Answered(1, full));

        assertThat(rig.resultOf(future).evidence().handshake()).isEqualTo(Handshake.FULL);
        assertThat(rig.checker().stats().completedHandshakes()).isEqualTo(1);
    }
}
