package io.halfshake.linux;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.testing.TcpPeer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is closed is never touched again: its descriptor number may be the application's own connection by then. */
class ClosingIT {
    private static final int CHECKS = 1_500;
    /** More descriptors than an engine has without checks. */
    private static final int FEW = 50;

    static final Duration TIMEOUT = Duration.ofSeconds(60);

    final FaultyCalls calls = new FaultyCalls();

    HalfOpen setup() {
        return new HalfOpen();
    }

    final Checker checker(SocketFactory.Mode mode) {
        return Checker.builder()
                .engine(new FaultyProvider(calls, setup(), mode))
                .maxInFlight(CHECKS)
                .build();
    }

    /** Some have sockets when this returns. */
    final List<CompletableFuture<CheckResult>> start(Checker checker, TcpPeer peer) {
        List<CompletableFuture<CheckResult>> checks = IntStream.range(0, CHECKS)
                .mapToObj(i -> checker.checkAsync(peer.address(), TIMEOUT))
                .toList();
        long start = System.nanoTime();
        while (calls.openDescriptors() < FEW) {
            assertThat(System.nanoTime() - start).as("sockets are opened").isLessThan(TIMEOUT.toNanos());
            Thread.onSpinWait();
        }
        return checks;
    }

    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void close_endsChecksInFlightAndLeavesNoDescriptor(SocketFactory.Mode mode) throws Exception {
        try (TcpPeer peer = TcpPeer.silent()) {
            Checker checker = checker(mode);
            List<CompletableFuture<CheckResult>> futures = start(checker, peer);

            long start = System.nanoTime();
            checker.close();
            int open = calls.openDescriptors();
            boolean isTimeUsedUp = System.nanoTime() - start >= EventLoops.CLOSE_WAIT_NANOS;

            assertThat(open == 0 || isTimeUsedUp)
                    .as("descriptors open after close(): %d", open)
                    .isTrue();
            for (CompletableFuture<CheckResult> future : futures) {
                assertThat(future.get(60, TimeUnit.SECONDS)).isUnknownBecause(UnknownReason.CHECKER_CLOSED);
            }
            assertThat(calls.strayCalls()).isZero();
            assertThat(calls.descriptorsLeft()).isZero();
        }
    }
}
