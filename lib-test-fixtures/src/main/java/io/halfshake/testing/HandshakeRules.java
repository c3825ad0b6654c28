package io.halfshake.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.EngineUnavailableException;
import io.halfshake.Handshake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Unseen where that was promised, and never in silence where it was not kept. */
abstract class HandshakeRules extends Rules {
    private static final int ROUNDS = 3;

    /** Fits into the accept queue of a system whose limit is the traditional 128. */
    private static final int CHECKS_A_ROUND = 100;

    HandshakeRules(CheckerContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("no more handshakes are completed than the results report")
    void completedHandshakes_areAllReported() {
        try (TcpPeer peer = peer(PeerKind.NEVER_ACCEPTING);
                Checker checker = checker()) {
            boolean isHalfOpen = checker.engine().handshake() == Handshake.HALF;
            List<CheckResult> results = new ArrayList<>();
            List<CheckResult> full = List.of();
            // A stall of this very machine excuses some of them, not all.
            for (int round = 0;
                    round < ROUNDS || (isHalfOpen && round < MAX_STALLS && full.size() == results.size());
                    round++) {
                List<CompletableFuture<CheckResult>> running = new ArrayList<>();
                for (int i = 0; i < CHECKS_A_ROUND; i++) {
                    running.add(checker.checkAddrAsync(peer.target(), PLENTY));
                }
                results.addAll(results(running));
                full = results.stream()
                        .filter(r -> r.evidence().handshake() == Handshake.FULL)
                        .toList();
                peer.drainAccepted(Duration.ZERO);
            }
            peer.drainAccepted();
            // A check that asks twice may complete a handshake each time.
            long least = full.size();
            long most = full.stream().mapToLong(r -> r.evidence().syns()).sum();

            assertThat(results).allMatch(CheckResult::isUp);
            assertThat(peer.accepted()).as("connections in the accept queue").isLessThanOrEqualTo(most);
            if (isHalfOpen) {
                assertThat(least)
                        .as("results that say FULL, of a half-open engine")
                        .isLessThan(results.size());
                awaitStats(
                        checker, stats -> stats.completedHandshakes() >= least && stats.completedHandshakes() <= most);
            } else {
                assertThat(least).as("results that say FULL").isEqualTo(results.size());
            }
        }
    }

    @Test
    @DisplayName("requiring half-open gives a half-open engine, or an exception with the cause")
    void requireHalfOpen_givesHalfOpenOrThrowsTheCause() {
        Handshake handshake;
        try (Checker checker = checker()) {
            handshake = checker.engine().handshake();
        }
        if (handshake == Handshake.HALF) {
            try (Checker checker = builder().requireHalfOpen().build()) {
                assertThat(checker.engine().handshake()).isEqualTo(Handshake.HALF);
            }
        } else {
            assertThatThrownBy(() -> builder().requireHalfOpen().build())
                    .isInstanceOf(EngineUnavailableException.class)
                    .hasMessageContaining("full");
        }
    }
}
