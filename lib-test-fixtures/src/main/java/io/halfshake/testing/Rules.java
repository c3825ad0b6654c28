package io.halfshake.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.CheckerStats;
import io.halfshake.UnknownReason;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What all rules of the contract need. */
abstract class Rules {
    /** A timeout, or a wait, that only something broken reaches. */
    static final Duration PLENTY = Duration.ofSeconds(30);

    /** A machine that is held up excuses a check that could not tell, but not this number in a row. */
    static final int MAX_STALLS = 10;

    /** How long an event that has to come may take on a machine that is busy: no promise, only the end of waiting. */
    static final Duration LATENESS = Duration.ofSeconds(60);

    final CheckerContract contract;

    Rules(CheckerContract contract) {
        this.contract = contract;
    }

    final CheckerBuilder builder() {
        return contract.builder();
    }

    final Checker checker() {
        return builder().build();
    }

    final TcpPeer peer(PeerKind kind) {
        if (kind != PeerKind.ACCEPTING) {
            requirePorts();
        }
        return TcpPeer.open(kind);
    }

    final TcpPeer ipv6Peer(PeerKind kind) {
        requirePorts();
        assumeTrue(TcpPeer.hasIpv6(), "no IPv6 on this machine");
        return TcpPeer.open(kind, StandardProtocolFamily.INET6);
    }

    final void requirePorts() {
        assumeTrue(contract.hasPorts(), "this engine asks hosts, not ports");
    }

    /** Checks what never answers. */
    static CheckResult silence(Checker checker, TcpPeer silent, Duration timeout) {
        return unstalled(() -> checker.checkAddr(silent.target(), timeout));
    }

    /** The result of a check, again if this machine was held up meanwhile and the result says so. */
    static CheckResult unstalled(Supplier<CheckResult> check) {
        CheckResult result = check.get();
        for (int i = 1; i < MAX_STALLS && isStalled(result); i++) {
            result = check.get();
        }
        return result;
    }

    /** Or something else on this machine fills the kernel's table of neighbours, see neigh(7). */
    static boolean isStalled(CheckResult result) {
        return result instanceof CheckResult.Unknown unknown
                && (unknown.reason() == UnknownReason.STALLED
                        || String.valueOf(unknown.cause()).contains("table_fulls"));
    }

    static CheckResult result(CompletableFuture<CheckResult> future) {
        assertThat(future).as("a check's future").succeedsWithin(PLENTY);
        return future.join();
    }

    static List<CheckResult> results(List<CompletableFuture<CheckResult>> futures) {
        return futures.stream().map(Rules::result).toList();
    }

    /** The counters follow a result a moment later. */
    static void awaitStats(Checker checker, Predicate<CheckerStats> condition) {
        Await.until(() -> condition.test(checker.stats()), LATENESS);
        assertThat(checker.stats()).matches(condition);
    }
}
