package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Speaker;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
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
record Question(
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
        return check.join();
    }

    /** What stands for the answer where nobody waits for it any longer. */
    CheckResult unanswered(UnknownReason reason, String engine, long now) {
        boolean stalled = reason == UnknownReason.STALLED;
        Throwable cause = stalled ? new TimeoutException("checker: no answer within its timeout") : null;
        // The checker may have asked, and not have looked at the answer: nobody knows what the kernel did with it.
        Handshake handshake = stalled ? Handshake.FULL : Handshake.HALF;
        Evidence evidence =
                new Evidence(Speaker.THIS_HOST, null, null, null, 0, engine, handshake, Evidence.Clock.NONE);
        Timing timing = new Timing(Math.max(0, now - askedAt), 0, 0, Timing.NO_ROUND_TRIP);
        return new CheckResult.Unknown(target, address, reason, cause, timing, evidence);
    }
}
