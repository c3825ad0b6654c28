package io.halfshake.linux;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.spi.EngineProvider;
import io.halfshake.testing.TcpPeer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The loop is held up from before the second SYN is due until after the deadline. */
class MissedResendIT {
    private static final Duration TIMEOUT = Duration.ofMillis(400);

    /** Ends before the checker gives the engine up, 250 ms after the deadline. */
    private static final Duration STALL = Duration.ofMillis(500);

    private static void assertStalled(EngineProvider engine) {
        ExposedLoop provider = new ExposedLoop(engine);
        try (TcpPeer silent = TcpPeer.silent();
                Checker checker = Checker.builder().engine(provider).build()) {
            EventLoop loop = provider.get();
            CompletableFuture<CheckResult> result = new CompletableFuture<>();
            // From the loop itself, so that the stall comes right behind the task that sends the first SYN.
            loop.execute(new LoopTask(() -> {
                CompletableFuture<CheckResult> unused = checker.checkAsync(silent.address(), TIMEOUT)
                        .whenComplete((found, error) -> result.complete(found));
                loop.execute(new LoopTask(() -> Stall.inOnePiece(STALL)));
            }));
            assertThat(result.join()).isUnknownBecause(UnknownReason.STALLED);
        }
    }

    @Test
    void secondSynOfHalfOpen_isMissed() {
        assertStalled(new HalfOpen().provider());
    }

    @Test
    @Requires(Need.RAW_SOCKETS)
    void secondSynOfSyn_isMissed() {
        assertStalled(new Syn().provider());
    }
}
