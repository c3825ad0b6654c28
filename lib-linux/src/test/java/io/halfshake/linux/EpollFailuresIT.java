package io.halfshake.linux;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.testing.TcpPeer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Failures of the system calls that the engine's own event loop makes. */
class EpollFailuresIT {
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

    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void failedRegistration_isUnknownAndTheEngineRecovers(SocketFactory.Mode mode) {
        try (Checker checker = checker(mode)) {
            calls.fail("epoll_ctl", Errno.ENOSPC, Integer.MAX_VALUE);
            CheckResult result = checker.checkAddr(peer.target(), TIMEOUT);
            assertThat(result).isUnknownBecause(UnknownReason.LOCAL_FAILURE).hasErrno("ENOSPC");
            assertThat(((CheckResult.Unknown) result).cause()).hasMessage("epoll_ctl(2) failed: ENOSPC (28)");
            assertThat(result.evidence().systemCall()).isEqualTo("epoll_ctl");

            calls.mend();
            assertThat(checker.checkAddr(peer.target(), TIMEOUT)).isUp();
        }
        assertThat(calls.descriptorsLeft()).isZero();
    }

    @Test
    void aPollThatFails_keepsNoAnswerFromBeingRead() {
        try (Checker checker = checker(SocketFactory.Mode.REUSED);
                TcpPeer closed = TcpPeer.refusing()) {
            calls.fail("epoll_wait", Errno.ENOMEM, Integer.MAX_VALUE);
            assertThat(checker.checkAddr(peer.target(), TIMEOUT)).isUp();
            assertThat(checker.checkAddr(closed.target(), TIMEOUT)).isDown();
            calls.mend();
            assertThat(checker.checkAddr(peer.target(), TIMEOUT)).isUp();
        }
        assertThat(calls.descriptorsLeft()).isZero();
    }
}
