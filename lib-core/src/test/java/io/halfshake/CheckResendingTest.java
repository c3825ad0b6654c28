package io.halfshake;

import static io.halfshake.ScriptedEngine.answered;
import static io.halfshake.ScriptedEngine.failed;
import static io.halfshake.ScriptedEngine.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckResendingTest extends ScriptedCheck {
    /** Half-way through its timeout and a little more. */
    private CompletableFuture<CheckResult> checkThatSentTwice() {
        rig.resend = Resend.halfway();
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.pass(millis(300));
        return future;
    }

    /** As after a refusal that may have been meant for an earlier check. */
    private static Outcome doubtful() {
        return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, null, ScriptedEngine.evidence(Signal.LOCAL));
    }

    @Test
    void resend_sendsASecondSynHalfwayThrough() {
        rig.resend = Resend.halfway();
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.pass(millis(249));
        assertThat(engine.started).hasSize(1);
        rig.pass(millis(2));
        assertThat(engine.started).hasSize(2);

        engine.last().complete(answered());

        CheckResult result = rig.resultOf(future);
        assertThat(result.isUp()).isTrue();
        assertThat(result.evidence().syns()).isEqualTo(2);
        assertThat(engine.cancelled).containsExactly(engine.started.get(0));
    }

    @Test
    void answerOnTheFirstSocket_stillCounts() {
        CompletableFuture<CheckResult> future = checkThatSentTwice();
        engine.started.get(0).complete(refused());

        assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.REFUSED);
        assertThat(engine.cancelled).containsExactly(engine.started.get(1));
    }

    private static Outcome half(Evidence.Clock clock) {
        return new Outcome.Answered(1, Evidence.of(Signal.SYN_ACK, "scripted", 1, clock));
    }

    /** After a pause of the process, the thread of the second socket may run ahead of that of the first. */
    @Test
    void answerOnTheSecondSocket_isFullWhereOneMayLieUnreadOnTheFirst() {
        CompletableFuture<CheckResult> future = checkThatSentTwice();
        engine.last().complete(half(Evidence.Clock.USER_SPACE));

        assertThat(rig.resultOf(future).evidence().handshake()).isEqualTo(Handshake.FULL);
        assertThat(rig.checker().stats().completedHandshakes()).isEqualTo(1);
    }

    @Test
    void answerOnTheSecondSocket_isHalfWhereTheKernelTellsOfAnswers() {
        CompletableFuture<CheckResult> future = checkThatSentTwice();
        engine.last().complete(half(Evidence.Clock.KERNEL));

        assertThat(rig.resultOf(future).evidence().handshake()).isEqualTo(Handshake.HALF);
    }

    @Test
    void answerOnTheSecondSocket_isHalfAfterTheFirstHasFailed() {
        CompletableFuture<CheckResult> future = checkThatSentTwice();
        engine.started.get(0).complete(doubtful());
        engine.last().complete(half(Evidence.Clock.USER_SPACE));

        assertThat(rig.resultOf(future).evidence().handshake()).isEqualTo(Handshake.HALF);
    }

    @Test
    void answerOnTheFirstSocket_isHalfWhileTheSecondWaits() {
        CompletableFuture<CheckResult> future = checkThatSentTwice();
        engine.started.get(0).complete(half(Evidence.Clock.USER_SPACE));

        assertThat(rig.resultOf(future).evidence().handshake()).isEqualTo(Handshake.HALF);
    }

    @Test
    void fullHandshakeOfASocketThatFailed_isReportedWithTheAnswerOfTheOther() {
        CompletableFuture<CheckResult> future = checkThatSentTwice();
        Evidence full = ScriptedEngine.evidence(Signal.LOCAL).withHandshake(Handshake.FULL);
        engine.started.get(0).complete(new Outcome.Failed(UnknownReason.LOCAL_FAILURE, null, full));
        engine.last().complete(answered());

        CheckResult result = rig.resultOf(future);
        assertThat(result.isUp()).isTrue();
        assertThat(result.evidence().handshake()).isEqualTo(Handshake.FULL);
    }

    @Test
    void twoSilentSockets_makeOneTimeout() {
        rig.resend = Resend.halfway();
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.pass(millis(501));

        CheckResult result = rig.resultOf(future);
        assertThat(downReason(result)).isEqualTo(DownReason.TIMED_OUT);
        assertThat(result.evidence().syns()).isEqualTo(2);
    }

    @Test
    void failureOfTheSecondSocket_doesNotAffectTheFirst() {
        CompletableFuture<CheckResult> future = checkThatSentTwice();
        engine.last().complete(failed(UnknownReason.NO_DESCRIPTORS));
        assertThat(future).isNotDone();
        rig.pass(millis(201));

        assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.TIMED_OUT);
    }

    @Test
    void doubtOnTheFirstSocket_isNotSettledBySilenceOnTheSecond() {
        CompletableFuture<CheckResult> future = checkThatSentTwice();
        engine.started.get(0).complete(doubtful());
        rig.pass(millis(201));

        assertThat(rig.resultOf(future).isUnknown()).isTrue();
    }

    @Test
    void secondOutcomeOfOneSocket_changesNothing() {
        CompletableFuture<CheckResult> future = checkThatSentTwice();
        engine.started.get(0).complete(doubtful());
        engine.started.get(0).complete(answered());
        rig.pass(millis(201));

        assertThat(rig.resultOf(future).isUnknown()).isTrue();
        assertThat(rig.checker().stats().up()).isZero();
    }

    /** A route may be lost, or forbid. */
    @ParameterizedTest
    @EnumSource(names = {"NO_ROUTE", "NOT_PERMITTED"})
    void secondSocketWithoutRoute_makesSilenceOfTheFirstUnknown(UnknownReason noWay) {
        CompletableFuture<CheckResult> future = checkThatSentTwice();
        engine.last().complete(failed(noWay));
        assertThat(future).isNotDone();
        rig.pass(millis(201));

        assertThat(unknownReason(rig.resultOf(future))).isEqualTo(noWay);
    }

    @Test
    void secondSocketWithoutRoute_doesNotDiscardAnAnswerToTheFirst() {
        CompletableFuture<CheckResult> future = checkThatSentTwice();
        engine.last().complete(failed(UnknownReason.NO_ROUTE));
        engine.started.get(0).complete(answered());

        assertThat(rig.resultOf(future).isUp()).isTrue();
    }

    /** As where the kernel sends a SYN only once. */
    private static Outcome givenUp() {
        return new Outcome.Denied(DownReason.TIMED_OUT, -1, ScriptedEngine.evidence(Signal.NONE));
    }

    @Test
    void socketAbandonedByTheKernel_leavesTheOtherItsTime() {
        CompletableFuture<CheckResult> up = checkThatSentTwice();
        engine.started.get(0).complete(givenUp());
        assertThat(up).isNotDone();
        engine.last().complete(answered());
        assertThat(rig.resultOf(up).isUp()).isTrue();

        CompletableFuture<CheckResult> down = checkThatSentTwice();
        engine.started.get(2).complete(givenUp());
        engine.last().complete(failed(UnknownReason.NO_DESCRIPTORS));
        assertThat(downReason(rig.resultOf(down))).isEqualTo(DownReason.TIMED_OUT);
    }

    @Test
    void socketAbandonedByTheKernel_doesNotSettleADoubt() {
        CompletableFuture<CheckResult> future = checkThatSentTwice();
        engine.started.get(0).complete(doubtful());
        engine.last().complete(givenUp());

        assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.LOCAL_FAILURE);
    }

    @Test
    void halfwayResend_leavesLongTimeoutsToTheKernel() {
        rig.resend = Resend.halfway();
        CompletableFuture<CheckResult> future = rig.check(Duration.ofSeconds(2));
        rig.pass(millis(1_990));
        engine.last().complete(answered());

        assertThat(rig.resultOf(future).isUp()).isTrue();
        assertThat(engine.started).hasSize(1);
    }

    @Test
    void resend_isOmittedWhenTheEngineIsFull() {
        rig.resend = Resend.after(millis(100));
        engine.capacity = 1;
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.pass(millis(501));

        CheckResult result = rig.resultOf(future);
        assertThat(downReason(result)).isEqualTo(DownReason.TIMED_OUT);
        assertThat(result.evidence().syns()).isEqualTo(1);
    }

    private void assertStalled(CompletableFuture<CheckResult> future) {
        CheckResult result = rig.resultOf(future);
        assertThat(unknownReason(result)).as(result.toString()).isEqualTo(UnknownReason.STALLED);
        assertThat(result.describe()).contains("of two SYNs that were due only one was sent within 500 ms");
    }

    /** With one SYN lost, that of a target which is up. */
    @Test
    void silence_isNotBelievedIfAStallTookTheSecondSyn() {
        rig.resend = Resend.halfway();
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.pass(millis(240));
        rig.stall(millis(261));

        assertStalled(future);
        assertThat(engine.started).hasSize(1);
        assertThat(rig.resultOf(future).evidence().syns()).isEqualTo(1);
    }

    @Test
    void silence_isBelievedIfAStallOnlyDelayedTheSecondSyn() {
        rig.resend = Resend.halfway();
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.pass(millis(240));
        rig.stall(millis(258));
        assertThat(engine.started).hasSize(2);
        rig.pass(millis(3));

        assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.TIMED_OUT);
        assertThat(rig.resultOf(future).evidence().syns()).isEqualTo(2);
    }

    @Test
    void silence_isBelievedIfTheStallEndsBeforeTheSecondSyn() {
        rig.resend = Resend.halfway();
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.stall(millis(249));
        rig.pass(millis(252));

        assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.TIMED_OUT);
    }

    @Test
    void silence_isBelievedAfterAStallIfNoSecondSynWasPlanned() {
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.stall(millis(501));

        assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.TIMED_OUT);
    }

    /** A timer that fires within a tick of its time may miss it. */
    @Test
    void silence_isBelievedIfTheSecondSynWasDueWithinATickOrTwoOfTheDeadline() {
        rig.resend = Resend.halfway();
        CompletableFuture<CheckResult> future = rig.check(millis(2));
        rig.stall(millis(3));

        assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.TIMED_OUT);
        assertThat(engine.started).hasSize(1);
    }

    @Test
    void answer_countsIfAStallTookTheSecondSyn() {
        rig.resend = Resend.halfway();
        engine.onExpire = probe -> probe.complete(answered());
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.stall(millis(501));

        assertThat(rig.resultOf(future).isUp()).isTrue();
    }

    @Test
    void silenceReportedByTheKernel_isNotBelievedIfAStallTookTheSecondSyn() {
        rig.resend = Resend.halfway();
        engine.onExpire = probe -> probe.complete(givenUp());
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.stall(millis(501));

        assertStalled(future);
    }

    @Test
    void silenceReportedByTheKernelJustBeforeTheTimerFires_isBelieved() {
        rig.resend = Resend.halfway();
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.pass(millis(250));
        assertThat(engine.started).hasSize(1);
        engine.last().complete(givenUp());

        assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.TIMED_OUT);
    }

    @Test
    void silenceReportedByTheKernel_isNotBelievedIfTheTimerIsLate() {
        rig.resend = Resend.halfway();
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        rig.pass(millis(249));
        rig.stallTimer(millis(3));
        engine.last().complete(givenUp());

        assertStalled(future);
        assertThat(engine.started).hasSize(1);
    }

    /** As an event loop that is held up does: it has the probe, and sees the deadline first. */
    private void endUnsent(int index) {
        Probe unsent = engine.started.get(index);
        engine.onExpire = probe -> {
            if (probe == unsent) {
                probe.complete(new Outcome.Silent(Evidence.nothingSent("scripted")));
            }
        };
    }

    @Test
    void silence_isNotBelievedIfTheEngineDidNotComeToTheSecondSyn() {
        rig.resend = Resend.halfway();
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        engine.sends = false;
        rig.pass(millis(300));
        endUnsent(1);
        rig.pass(millis(201));

        assertStalled(future);
        assertThat(rig.resultOf(future).evidence().syns()).isEqualTo(1);
    }

    /** Two probes may be on two event loops. */
    @Test
    void silence_isNotBelievedIfTheEngineDidNotComeToTheFirstSyn() {
        rig.resend = Resend.after(millis(100));
        engine.sends = false;
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        engine.sends = true;
        rig.pass(millis(200));
        endUnsent(0);
        rig.pass(millis(301));

        assertStalled(future);
    }

    @Test
    void silence_isNotBelievedIfTheSecondSynLeftAfterTheDeadline() {
        rig.resend = Resend.halfway();
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        engine.sends = false;
        rig.pass(millis(300));
        engine.onExpire = probe -> probe.sent(rig.now());
        rig.pass(millis(201));

        assertStalled(future);
    }
}
