package io.halfshake.testing;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.CheckerStats;
import io.halfshake.UnknownReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Cancelled, interrupted, closed: once, and with nothing left behind. */
abstract class EndingRules extends Rules {
    EndingRules(CheckerContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("a cancelled check stops and frees its place in the in-flight budget")
    void cancel_stopsTheCheckAndFreesItsPlace() {
        try (TcpPeer silent = peer(PeerKind.SILENT);
                Checker checker = checker()) {
            List<CompletableFuture<CheckResult>> checks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                checks.add(checker.checkAddrAsync(silent.target(), PLENTY));
            }
            awaitStats(checker, stats -> stats.inFlight() == checks.size());
            checks.forEach(check -> check.cancel(true));

            assertThat(checks).allMatch(CompletableFuture::isCancelled);
            awaitStats(checker, stats -> stats.inFlight() == 0 && stats.cancelled() == checks.size());
        }
    }

    @Test
    @DisplayName("a check whose future is completed from outside stops as well")
    void completionFromOutside_stopsTheCheck() {
        try (TcpPeer silent = peer(PeerKind.SILENT);
                Checker checker = checker()) {
            CompletableFuture<CheckResult> check = checker.checkAddrAsync(silent.target(), PLENTY);
            awaitStats(checker, stats -> stats.inFlight() == 1);
            check.completeExceptionally(new IllegalStateException("no longer wanted"));

            awaitStats(checker, stats -> stats.inFlight() == 0);
        }
    }

    @Test
    @DisplayName("an interrupted caller gets Unknown INTERRUPTED, with its flag set")
    void interruptedCaller_getsUnknownAndKeepsItsFlag() {
        try (TcpPeer silent = peer(PeerKind.SILENT);
                Checker checker = checker()) {
            Thread.currentThread().interrupt();
            CheckResult result = checker.checkAddr(silent.target(), PLENTY);
            boolean flag = Thread.interrupted();

            assertThat(result).isUnknownBecause(UnknownReason.INTERRUPTED).tookLessThan(PLENTY);
            assertThat(flag).as("interrupt flag").isTrue();
            awaitStats(checker, stats -> stats.inFlight() == 0);
        }
    }

    @Test
    @DisplayName("closing ends running checks as Unknown CHECKER_CLOSED")
    void close_endsRunningChecks() {
        try (TcpPeer silent = peer(PeerKind.SILENT)) {
            Checker checker = checker();
            List<CompletableFuture<CheckResult>> checks = new ArrayList<>();
            try (checker) {
                for (int i = 0; i < 20; i++) {
                    checks.add(checker.checkAddrAsync(silent.target(), PLENTY));
                }
            }

            assertThat(results(checks))
                    .allSatisfy(result -> assertThat(result)
                            .isUnknownBecause(UnknownReason.CHECKER_CLOSED)
                            .tookLessThan(PLENTY));
            awaitStats(checker, stats -> stats.inFlight() == 0 && stats.queued() == 0);
        }
    }

    @Test
    @DisplayName("a check after closing throws, a second close does nothing")
    void checkAfterClose_throwsIllegalState() {
        Checker checker = checker();
        checker.close();
        checker.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> checker.checkAddr("127.0.0.1:9", PLENTY))
                .withMessage("checker: closed (expected open)");
        assertThatIllegalStateException().isThrownBy(() -> checker.checkAddrAsync("127.0.0.1:9", PLENTY));
        assertThatIllegalStateException()
                .isThrownBy(() -> checker.checkAll(List.of("127.0.0.1:9").iterator(), PLENTY, r -> {}));
    }

    @Test
    @DisplayName("every future completes and every check is counted once, whatever ends it")
    void everyCheck_completesAndIsCountedOnce() {
        try (TcpPeer silent = peer(PeerKind.SILENT);
                TcpPeer listening = peer(PeerKind.ACCEPTING);
                TcpPeer closed = peer(PeerKind.REFUSING)) {
            List<TcpPeer> peers = List.of(silent, listening, closed);
            int checks = 150;
            List<CompletableFuture<CheckResult>> running = new ArrayList<>();
            int cancelled = 0;
            Checker checker = builder().maxInFlight(40).build();
            try (checker) {
                for (int i = 0; i < checks; i++) {
                    // Timeouts, cancellations and the close come at about the same time.
                    CompletableFuture<CheckResult> check =
                            checker.checkAddrAsync(peers.get(i % 3).target(), Duration.ofMillis(1 + i));
                    if (i % 7 == 0 && check.cancel(true)) {
                        cancelled++;
                    } else {
                        running.add(check);
                    }
                }
            }

            List<CheckResult> found = results(running);
            awaitStats(checker, stats -> stats.inFlight() == 0 && stats.queued() == 0);
            CheckerStats stats = checker.stats();
            assertThat(stats.up() + stats.down() + stats.unknown() + stats.cancelled())
                    .as("checks counted")
                    .isEqualTo(checks);
            // A check may have its result when its future is cancelled: it is counted as that, or as cancelled.
            assertThat(stats.cancelled()).isLessThanOrEqualTo(cancelled);
            assertThat(stats.up()).isGreaterThanOrEqualTo(count(found, CheckResult::isUp));
            assertThat(stats.down()).isGreaterThanOrEqualTo(count(found, CheckResult::isDown));
            assertThat(stats.unknown()).isGreaterThanOrEqualTo(count(found, CheckResult::isUnknown));
        }
    }

    private static long count(List<CheckResult> results, Predicate<CheckResult> predicate) {
        return results.stream().filter(predicate).count();
    }

    @Test
    @DisplayName("no thread of a checker survives its close, whatever was running")
    void close_leavesNoThread() {
        try (TcpPeer listening = peer(PeerKind.ACCEPTING);
                TcpPeer unanswering = peer(contract.hasPorts() ? PeerKind.SILENT : PeerKind.ACCEPTING)) {
            List<String> left = OwnThreads.leftBy(contract::ownsThread, contract.threadEndTimeout(), () -> {
                try (Checker checker = checker()) {
                    List<CompletableFuture<CheckResult>> checks = new ArrayList<>();
                    for (int i = 0; i < 50; i++) {
                        checks.add(checker.checkAddrAsync(listening.target(), PLENTY));
                        checks.add(checker.checkAddrAsync("localhost:9", PLENTY));
                    }
                    results(checks);
                    for (int i = 0; i < 5; i++) {
                        checks.add(checker.checkAddrAsync(unanswering.target(), PLENTY));
                    }
                }
            });

            assertThat(left).as("threads that outlived their checker").isEmpty();
        }
    }
}
