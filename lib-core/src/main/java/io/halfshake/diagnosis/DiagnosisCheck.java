package io.halfshake.diagnosis;

import io.halfshake.CheckResult;
import io.halfshake.Evidence;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import io.halfshake.internal.CheckerReturns;
import io.halfshake.internal.HungChecks;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One of the questions of a diagnosis.
 *
 * @param subject what it is about
 * @param target host and port as they were asked
 * @param address null where the checker has to find it
 * @param askedAt nanoseconds, on the clock of {@link DiagnosisTime}
 * @param check the answer, which may never come
 */
record DiagnosisCheck(
        Subject subject,
        String target,
        @Nullable InetSocketAddress address,
        long askedAt,
        CompletableFuture<CheckResult> check) {

    enum Subject {
        SERVICE,
        CLOSED_PORT,
        ECHO
    }

    boolean hasAnswer() {
        return check.isDone() && !check.isCompletedExceptionally();
    }

    CheckResult answer() {
        return CheckerReturns.require(check.join(), "checkAddrAsync", "a future of a result");
    }

    /** What stands for an answer that is no longer waited for. */
    CheckResult unanswered(UnknownReason reason, String engine, long now) {
        return new CheckResult.Unknown(
                target,
                address,
                reason,
                reason == UnknownReason.STALLED ? HungChecks.noAnswer() : null,
                Timing.withoutRoundTrip(Math.max(0, now - askedAt)),
                Evidence.abandoned(engine, reason, 0));
    }
}
