package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Handshake;
import io.halfshake.testing.TcpPeer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated // Another test's load would stall this one past the kernel's 200 ms.
class BurstIT {
    @Test
    void twentyThousandChecksAtOnceLeaveTheAcceptQueueEmpty() {
        try (TcpPeer peer = TcpPeer.neverAccepting();
                Checker checker = Checker.builder()
                        .engine(new HalfOpenProvider())
                        .maxInFlight(20_000)
                        .build()) {
            List<CompletableFuture<CheckResult>> futures = IntStream.range(0, 20_000)
                    .mapToObj(i -> checker.checkAsync(peer.address(), Duration.ofSeconds(30)))
                    .toList();

            assertThat(futures).allSatisfy(future -> {
                assertThat(future.join().isUp()).isTrue();
                assertThat(future.join().evidence().handshake()).isEqualTo(Handshake.HALF);
            });
            assertThat(checker.stats().unkeptHalfOpen()).isZero();
            assertThat(peer.drainAccepted()).isZero();
        }
    }
}
