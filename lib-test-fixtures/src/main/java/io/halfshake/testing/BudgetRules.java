package io.halfshake.testing;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Saturation is the checker's, not the target's. */
abstract class BudgetRules extends Rules {
    private static final Duration TIMEOUT = Duration.ofMillis(400);

    BudgetRules(CheckerContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("a check above the budget waits its turn, and its result says how long")
    void queuedCheck_waitsAndReportsItsQueueTime() {
        try (TcpPeer silent = peer(PeerKind.SILENT);
                TcpPeer listening = peer(PeerKind.ACCEPTING);
                Checker checker = builder().maxInFlight(1).build()) {
            long before = System.nanoTime();
            CompletableFuture<CheckResult> first = checker.checkAddrAsync(silent.target(), TIMEOUT);
            CompletableFuture<CheckResult> second = checker.checkAddrAsync(listening.target(), PLENTY);
            Duration apart = Duration.ofNanos(System.nanoTime() - before);

            assertThat(result(second)).isUp();
            assertThat(result(first).isUp()).as("silence is up").isFalse();
            assertThat(result(second).timing().queued()).isGreaterThanOrEqualTo(TIMEOUT.minus(apart));
            assertThat(result(second).elapsed())
                    .isGreaterThanOrEqualTo(result(second).timing().queued());
        }
    }

    @Test
    @DisplayName("a check whose turn never came is Unknown SATURATED, at its timeout")
    void checkStillQueuedAtItsTimeout_isSaturated() {
        try (TcpPeer silent = peer(PeerKind.SILENT);
                Checker checker = builder().maxInFlight(1).build()) {
            CompletableFuture<CheckResult> first = checker.checkAddrAsync(silent.target(), PLENTY);
            CheckResult second = silence(checker, silent, TIMEOUT);

            assertThat(second)
                    .isUnknownBecause(UnknownReason.SATURATED)
                    .hasSyns(0)
                    .tookAtLeast(TIMEOUT)
                    .tookLessThan(TIMEOUT.plus(LATENESS));
            assertThat(first).as("the check that has the budget").isNotDone();
        }
    }

    @Test
    @DisplayName("silence does not count against a target whose check started late")
    void silenceAfterALongWait_isNotHeldAgainstTheTarget() {
        try (TcpPeer silent = peer(PeerKind.SILENT);
                Checker checker = builder().maxInFlight(1).build()) {
            CheckResult late = unstalled(() -> silenceAfterAnotherCheck(checker, silent));

            assertThat(late).isUnknownBecause(UnknownReason.SATURATED);
        }
    }

    /** Of two checks at once, the result of the one that has to wait for a quarter of its timeout or more. */
    private static CheckResult silenceAfterAnotherCheck(Checker checker, TcpPeer silent) {
        CompletableFuture<CheckResult> first = checker.checkAddrAsync(silent.target(), PLENTY);
        CompletableFuture<CheckResult> second = checker.checkAddrAsync(silent.target(), TIMEOUT.multipliedBy(2));
        long asked = System.nanoTime();
        long wait = TIMEOUT.dividedBy(2).toNanos();
        for (long passed = 0; passed < wait; passed = System.nanoTime() - asked) {
            LockSupport.parkNanos(wait - passed);
        }
        first.cancel(true);
        return result(second);
    }

    @Test
    @DisplayName("a check that is cancelled while it waits leaves the queue")
    void cancelWhileQueued_leavesTheQueue() {
        try (TcpPeer silent = peer(PeerKind.SILENT);
                Checker checker = builder().maxInFlight(1).build()) {
            CompletableFuture<CheckResult> first = checker.checkAddrAsync(silent.target(), PLENTY);
            CompletableFuture<CheckResult> second = checker.checkAddrAsync(silent.target(), PLENTY);
            awaitStats(checker, stats -> stats.inFlight() == 1 && stats.queued() == 1);

            second.cancel(true);
            awaitStats(checker, stats -> stats.inFlight() == 1 && stats.queued() == 0);
            first.cancel(true);
            awaitStats(checker, stats -> stats.inFlight() == 0 && stats.cancelled() == 2);
        }
    }
}
