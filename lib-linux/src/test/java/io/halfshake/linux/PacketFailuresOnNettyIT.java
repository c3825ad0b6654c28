package io.halfshake.linux;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** On an event loop of an application. */
@Requires(Need.RAW_SOCKETS)
class PacketFailuresOnNettyIT extends PacketFailuresIT {
    private final NettyGroup group = new NettyGroup(1);

    @AfterEach
    void shutDown() {
        group.close();
    }

    @Override
    Syn syn() {
        return super.syn().eventLoops(group.loops());
    }

    @Override
    Echo echo() {
        return super.echo().eventLoops(group.loops());
    }

    @Test
    void packetHeldByTheRateLimit_endsWithTheEventLoop() throws Exception {
        try (Checker checker = checker(syn().packetsPerSecondPerHost(1))) {
            List<CompletableFuture<CheckResult>> checks = IntStream.range(0, 8)
                    .mapToObj(i -> checker.checkAsync(peer.address(), TIMEOUT))
                    .toList();
            checks.get(0).join();

            group.close();

            CheckResult last = checks.get(7).get(1, TimeUnit.MINUTES);
            assertThat(last).isUnknownBecause(UnknownReason.LOCAL_FAILURE).tookLessThan(AT_ONCE);
        }
    }
}
