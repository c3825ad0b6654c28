package io.halfshake.testing;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Resolver;
import io.halfshake.UnknownReason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Within the deadline, and never at the target's expense. */
abstract class ResolutionRules extends Rules {
    private static final Duration TIMEOUT = Duration.ofMillis(300);

    ResolutionRules(CheckerContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("a name is checked at its address, and the result contains the name")
    void name_isResolvedAndKeptInTheResult() {
        try (TcpPeer peer = peer(PeerKind.ACCEPTING);
                Checker checker = builder()
                        .resolver(host -> CompletableFuture.completedFuture(
                                List.of(peer.address().getAddress())))
                        .build()) {
            String target = "service.test:" + peer.address().getPort();
            CheckResult result = checker.checkAddr(target, PLENTY);

            assertThat(result).isUp().hasTarget(target);
            assertThat(result.address()).isEqualTo(peer.address());
        }
    }

    @Test
    @DisplayName("a name without an address is Unknown UNRESOLVED, long before the timeout")
    void nameWithoutAnAddress_isUnresolvedBeforeTheTimeout() {
        UnknownHostException failure = new UnknownHostException("nobody.test");
        assertUnresolved(host -> CompletableFuture.failedFuture(failure));
        assertUnresolved(host -> CompletableFuture.completedFuture(List.of()));
        assertUnresolved(host -> {
            throw new IllegalStateException("a resolver that throws");
        });
    }

    private void assertUnresolved(Resolver resolver) {
        try (Checker checker = builder().resolver(resolver).build()) {
            CheckResult result = checker.checkAddr("nobody.test:80", PLENTY);

            assertThat(result).isUnknownBecause(UnknownReason.UNRESOLVED).tookLessThan(PLENTY);
            assertThat(result.address()).isNull();
        }
    }

    @Test
    @DisplayName("a look-up that never ends makes the check Unknown UNRESOLVED at the timeout, and is cancelled")
    void resolverThatNeverAnswers_isCancelledAtTheTimeout() {
        CompletableFuture<List<InetAddress>> never = new CompletableFuture<>();
        try (Checker checker = builder().resolver(host -> never).build()) {
            CheckResult result = checker.checkAddr("hangs.test:80", TIMEOUT);

            assertThat(result)
                    .isUnknownBecause(UnknownReason.UNRESOLVED)
                    .tookAtLeast(TIMEOUT)
                    .tookLessThan(TIMEOUT.plus(LATENESS));
            Await.until(never::isDone, LATENESS);
            assertThat(never).isCancelled();
        }
    }

    @Test
    @DisplayName("look-ups that hang neither block the caller nor starve other checks")
    void hangingLookups_neitherBlockNorStarveOtherChecks() {
        CountDownLatch answer = new CountDownLatch(1);
        try (TcpPeer peer = peer(PeerKind.ACCEPTING);
                Resolver resolver = Resolver.blocking(host -> hang(host, answer));
                Checker checker = builder().maxInFlight(1).resolver(resolver).build()) {
            List<CompletableFuture<CheckResult>> hanging = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                hanging.add(checker.checkAddrAsync("host" + i + ".test:80", TIMEOUT));
            }

            assertThat(checker.checkAddr(peer.target(), PLENTY)).isUp();
            assertThat(results(hanging)).allSatisfy(r -> assertThat(r).isUnknownBecause(UnknownReason.UNRESOLVED));
        } finally {
            answer.countDown();
        }
    }

    @Test
    @DisplayName("a resolver that blocks its caller delays neither the caller, nor other names, nor the deadline")
    void resolverThatBlocks_doesNotDelayCallersOrOtherNames() {
        CountDownLatch answer = new CountDownLatch(1);
        try (TcpPeer peer = peer(PeerKind.ACCEPTING);
                Checker checker = builder()
                        .resolver(host -> {
                            List<InetAddress> own = List.of(peer.address().getAddress());
                            return CompletableFuture.completedFuture(host.equals("own.test") ? own : await(answer));
                        })
                        .build()) {
            List<CompletableFuture<CheckResult>> hanging = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                hanging.add(checker.checkAddrAsync("host" + i + ".test:80", PLENTY));
            }
            String target = "own.test:" + peer.address().getPort();

            assertThat(checker.checkAddr(target, PLENTY)).isUp();
            assertThat(checker.checkAddr("blocks.test:80", TIMEOUT)).isUnknownBecause(UnknownReason.UNRESOLVED);
            assertThat(hanging).noneMatch(CompletableFuture::isDone);
        } finally {
            answer.countDown();
        }
    }

    private static List<InetAddress> await(CountDownLatch until) {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return List.of();
    }

    private static List<InetAddress> hang(String host, CountDownLatch until) throws UnknownHostException {
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new UnknownHostException(host);
    }
}
