package io.halfshake.linux;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.testing.TcpPeer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On an event loop of an application, which may also be shut down first. */
class ClosingOnNettyIT extends ClosingIT {
    private final NettyGroup group = new NettyGroup(1);

    @AfterEach
    void shutDown() {
        group.close();
    }

    @Override
    HalfOpen setup() {
        return super.setup().eventLoops(group.loops());
    }

    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void eventLoopShutdown_endsEveryCheck(SocketFactory.Mode mode) throws Exception {
        try (TcpPeer peer = TcpPeer.silent();
                Checker checker = checker(mode)) {
            List<CompletableFuture<CheckResult>> futures = start(checker, peer);

            group.close();

            for (CompletableFuture<CheckResult> future : futures) {
                assertThat(future.get(30, TimeUnit.SECONDS)).isUnknownBecause(UnknownReason.LOCAL_FAILURE);
            }
            for (int i = 0; i < 3; i++) {
                CheckResult later = checker.checkAsync(peer.address(), TIMEOUT).get(30, TimeUnit.SECONDS);
                assertThat(later).isUnknownBecause(UnknownReason.LOCAL_FAILURE);
            }
            assertThat(calls.strayCalls()).isZero();
            assertThat(calls.descriptorsLeft()).isZero();
        }
    }
}
