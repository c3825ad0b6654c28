package io.halfshake.linux;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Handshake;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import io.halfshake.testing.TcpPeer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ports of these peers are ephemeral ones of this machine. */
class LocalListenersTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final FaultyCalls calls = new FaultyCalls();
    private final TcpPeer peer = TcpPeer.neverAccepting();

    @AfterEach
    void close() {
        peer.close();
    }

    private Checker checker(SocketFactory.Mode mode) {
        return Checker.builder()
                .engine(new FaultyProvider(calls, new HalfOpen(), mode))
                .build();
    }

    @Test
    void answerOfAListener_countsWithOneLookupPer100Ms() {
        try (Checker checker = checker(SocketFactory.Mode.REUSED)) {
            long start = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                CheckResult result = checker.checkAddr(peer.target(), TIMEOUT);
                assertThat(result).isUp();
                assertThat(result.evidence().syns()).isEqualTo(1);
                assertUnseen(checker, result);
            }
            long periods = 1 + (System.nanoTime() - start) / TimeUnit.MILLISECONDS.toNanos(100);
            assertThat(calls.listenersLookedUp()).isBetween(1, (int) periods);
        }
        assertThat(calls.descriptorsLeft()).isZero();
    }

    /** As in a sandbox, or where the port is redirected to another machine's listener. */
    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void answerWithoutAKnownListener_countsOnceConfirmed(SocketFactory.Mode mode) {
        calls.fail("diag socket", Errno.EPERM, Integer.MAX_VALUE);
        long completed;
        try (Checker checker = checker(mode)) {
            CheckResult result = checker.checkAddr(peer.target(), TIMEOUT);
            assertThat(result).isUp();
            assertThat(result.evidence().syns()).isEqualTo(2);
            assertUnseen(checker, result);
            // The second answer proves the listener for 100 ms, which a busy machine may let pass between two checks.
            assertThat(Stream.generate(() -> checker.checkAddr(peer.target(), TIMEOUT))
                            .limit(1_000)
                            .anyMatch(next -> next.evidence().syns() == 1))
                    .isTrue();
            completed = checker.stats().completedHandshakes();
        }
        assertThat(calls.descriptorsLeft()).isZero();
        assertThat(calls.strayCalls()).isZero();
        assertThat((long) peer.drainAccepted()).isLessThanOrEqualTo(completed);
    }

    /** Unless this machine was held up past the 200 ms for which the kernel holds an ACK back. */
    private static void assertUnseen(Checker checker, CheckResult result) {
        boolean isHeldUp = checker.stats().longestAnswerWaitNanos() > TimeUnit.MILLISECONDS.toNanos(180);
        assertThat(isHeldUp || result.evidence().handshake() == Handshake.HALF)
                .as("%s", result)
                .isTrue();
    }

    /** The port outside the kernel's range must not become the port of the next check. */
    @Test
    void socketOfAConfirmingAnswer_isNotReused() {
        calls.fail("diag socket", Errno.EPERM, Integer.MAX_VALUE);
        try (Checker checker = checker(SocketFactory.Mode.REUSED)) {
            assertThat(checker.checkAddr(peer.target(), TIMEOUT)).isUp();
            int withoutSockets = calls.openDescriptors();
            CheckResult next = checker.checkAddr(peer.target(), TIMEOUT);
            assertThat(next).isUp();
            // After 100 ms the listener must be proved again.
            int kept = next.evidence().syns() == 1 ? 1 : 0;
            assertThat(calls.openDescriptors()).isEqualTo(withoutSockets + kept);
        }
    }

    @Test
    void unconfirmedAnswerAtTheDeadline_provesNothing() throws Exception {
        EventLoop eventLoop = EpollLoop.start("halfshake-test", calls);
        calls.fail("diag socket", Errno.EPERM, Integer.MAX_VALUE);
        CountingProbe probe = new CountingProbe(peer.address(), new Injector(Injector.NEVER));
        SocketFactory factory = new SocketFactory(calls, SocketOptions.NONE, SocketFactory.Mode.REUSED);
        HalfOpenLoop loop = new HalfOpenLoop(eventLoop, calls, factory, 1);

        // In one task, so that the loop cannot poll.
        OnLoop.run(eventLoop, () -> {
            HalfOpenProbe begun = loop.loopProbe(probe);
            loop.begin(begun);
            loop.queueFinalRead(begun);
            loop.finalRead();
            loop.endTurn();
        });

        assertThat(probe.await()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
            assertThat(failed.cause()).hasMessage("SYN-ACK: of no listener on this machine (expected one)");
            assertThat(failed.evidence().syns()).isEqualTo(1);
        });
        OnLoop.shutDown(eventLoop);
        assertThat((long) peer.drainAccepted()).isLessThanOrEqualTo(loop.completedHandshakes());
    }
}
