package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
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
        return Patience.unanswered(target, address, reason, engine, now - askedAt);
    }
}
