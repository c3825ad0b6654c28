package io.halfshake.testing;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.CheckerStats;
import io.halfshake.DownReason;
import io.halfshake.Signal;
import io.halfshake.Timing;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Up, refused, silent: the three things a target can be. */
abstract class VerdictRules extends Rules {
    private static final Duration SILENCE = Duration.ofMillis(300);

    VerdictRules(CheckerContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("a port that listens is Up, with a round trip that fits into the time the check took")
    void listeningPort_isUpWithARoundTrip() {
        try (TcpPeer peer = peer(PeerKind.ACCEPTING);
                Checker checker = checker()) {
            CheckResult result = checker.checkAddr(peer.target(), PLENTY);

            assertThat(result)
                    .isUp()
                    .hasTarget(peer.target())
                    .hasEngine(checker.engine().name());
            assertThat(result.address()).isEqualTo(peer.address());
            assertThat(result.evidence().syns()).as("SYNs sent").isPositive();
            if (contract.hasPorts()) {
                assertThat(result).answeredBy(Signal.SYN_ACK);
            }
            Timing timing = result.timing();
            assertThat(timing.roundTripNanos()).isBetween(0L, timing.elapsedNanos());
            assertThat(timing.queuedNanos() + timing.resolvingNanos()).isLessThanOrEqualTo(timing.elapsedNanos());
        }
    }

    @Test
    @DisplayName("a closed port is Down REFUSED because of a RST, long before the timeout")
    void closedPort_isRefusedByAReset() {
        try (TcpPeer peer = peer(PeerKind.REFUSING);
                Checker checker = checker()) {
            CheckResult result = checker.checkAddr(peer.target(), PLENTY);

            assertThat(result).isRefused().answeredBy(Signal.RST).tookLessThan(PLENTY);
            assertThat(result.hostResponded()).as("host responded").isTrue();
        }
    }

    @Test
    @DisplayName("silence is Down TIMED_OUT, and not before the timeout")
    void silence_timesOutNotBeforeTheDeadline() {
        try (TcpPeer peer = peer(PeerKind.SILENT);
                Checker checker = checker()) {
            CheckResult result = silence(checker, peer, SILENCE);

            assertThat(result)
                    .hasTimedOut()
                    .answeredBy(Signal.NONE)
                    .hasNoRoundTrip()
                    .tookAtLeast(SILENCE);
            assertThat(result.evidence().syns()).as("SYNs sent").isPositive();
        }
    }

    @Test
    @DisplayName("a caller waits as long as the timeout says, and not much longer")
    void caller_waitsForTheTimeoutAndNotMuchLonger() {
        try (TcpPeer peer = peer(PeerKind.SILENT);
                Checker checker = checker()) {
            long start = System.nanoTime();
            CheckResult result = checker.checkAddr(peer.target(), SILENCE);
            Duration waited = Duration.ofNanos(System.nanoTime() - start);

            assertThat(waited).as("time waited").isBetween(SILENCE, SILENCE.plus(LATENESS));
            assertThat(result.elapsed()).isLessThanOrEqualTo(waited);
        }
    }

    @Test
    @DisplayName("IPv6 is checked like IPv4")
    void ipv6_givesTheSameResultsAsIpv4() {
        try (TcpPeer listening = ipv6Peer(PeerKind.ACCEPTING);
                TcpPeer closed = ipv6Peer(PeerKind.REFUSING);
                TcpPeer silent = ipv6Peer(PeerKind.SILENT);
                Checker checker = checker()) {
            assertThat(checker.checkAddr(listening.target(), PLENTY)).isUp().answeredBy(Signal.SYN_ACK);
            assertThat(checker.checkAddr(closed.target(), PLENTY)).isRefused().answeredBy(Signal.RST);
            assertThat(silence(checker, silent, SILENCE)).hasTimedOut().tookAtLeast(SILENCE);
        }
    }

    @Test
    @DisplayName("an address gives the same result as its text, blocking and asynchronously")
    void everyCheckMethod_givesTheSameResult() {
        try (TcpPeer peer = peer(PeerKind.ACCEPTING);
                Checker checker = checker()) {
            InetSocketAddress address = peer.address();

            assertThat(checker.check(address, PLENTY)).isUp().hasTarget(peer.target());
            assertThat(result(checker.checkAsync(address, PLENTY))).isUp().hasTarget(peer.target());
            assertThat(result(checker.checkAddrAsync(peer.target(), PLENTY)))
                    .isUp()
                    .hasTarget(peer.target());
        }
    }

    @Test
    @DisplayName("an asynchronous check returns its future long before the answer")
    void checkAsync_returnsBeforeTheAnswer() {
        try (TcpPeer silent = peer(PeerKind.SILENT);
                Checker checker = checker()) {
            CompletableFuture<CheckResult> check = checker.checkAddrAsync(silent.target(), PLENTY);
            CheckerStats stats = checker.stats();

            assertThat(check).as("a check that nothing answers").isNotDone();
            // The future of a check that has ended may complete a moment later.
            assertThat(stats.up() + stats.down() + stats.unknown())
                    .as("a check that nothing answers: ended")
                    .isZero();
        }
    }

    @Test
    @DisplayName("a batch delivers one result for each target")
    void checkAll_deliversOneResultPerTarget() {
        try (TcpPeer listening = peer(PeerKind.ACCEPTING);
                TcpPeer closed = peer(PeerKind.REFUSING);
                Checker checker = builder().maxInFlight(3).build()) {
            List<CheckResult> results = new ArrayList<>();
            List<String> targets = List.of(
                    listening.target(), closed.target(), listening.target(), closed.target(), listening.target());
            checker.checkAll(targets.iterator(), PLENTY, results::add);

            assertThat(results).extracting(CheckResult::target).containsExactlyInAnyOrderElementsOf(targets);
            assertThat(results).allMatch(r -> r.target().equals(closed.target()) ? r.isDown() : r.isUp());
        }
    }

    @Test
    @DisplayName("many targets checked at once each get their own result")
    void concurrentChecks_eachGetTheirOwnResult() {
        try (TcpPeer listening = peer(PeerKind.ACCEPTING);
                TcpPeer closed = peer(PeerKind.REFUSING);
                TcpPeer silent = peer(PeerKind.SILENT);
                Checker checker = checker()) {
            List<CompletableFuture<CheckResult>> silences = new ArrayList<>();
            List<CompletableFuture<CheckResult>> answers = new ArrayList<>();
            List<CompletableFuture<CheckResult>> refusals = new ArrayList<>();
            // The silent ones first, and few, so that none of them has to queue.
            for (int i = 0; i < Math.min(20, checker.engine().maxInFlight() / 2); i++) {
                silences.add(checker.checkAddrAsync(silent.target(), Duration.ofSeconds(2)));
            }
            for (int i = 0; i < 300; i++) {
                answers.add(checker.checkAddrAsync(listening.target(), PLENTY));
                refusals.add(checker.checkAddrAsync(closed.target(), PLENTY));
            }

            assertThat(results(answers))
                    .allSatisfy(result -> assertThat(result).isUp().hasTarget(listening.target()));
            assertThat(results(refusals))
                    .allSatisfy(result ->
                            assertThat(result).isDownBecause(DownReason.REFUSED).hasTarget(closed.target()));
            // Or this machine was held up for a second.
            assertThat(results(silences))
                    .allSatisfy(result -> assertThat(result).matches(r -> isStalled(r) || hasTimedOut(r), "timed out"));
            awaitStats(checker, stats -> stats.up() == 300 && stats.down() + stats.unknown() == 300 + silences.size());
        }
    }

    private static boolean hasTimedOut(CheckResult result) {
        return result instanceof CheckResult.Down down && down.reason() == DownReason.TIMED_OUT;
    }
}
