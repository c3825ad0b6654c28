package io.halfshake.linux;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.spi.EngineProvider;
import io.halfshake.testing.TcpPeer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The loop is held up from before the second SYN is due until after the deadline. */
class MissedResendIT {
    private static final Duration TIMEOUT = Duration.ofMillis(400);

    /** Ends before the checker gives the engine up, 250 ms after the deadline. */
    private static final Duration STALL = Duration.ofMillis(450);

    private static void assertMissed(EngineProvider engine, String cause) throws Exception {
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
            CheckResult found = result.get(1, TimeUnit.MINUTES);
            assertThat(found).isUnknownBecause(UnknownReason.STALLED).hasSyns(1);
            assertThat(((CheckResult.Unknown) found).cause()).hasMessage(cause);
        }
    }

    @Test
    void secondSynOfHalfOpen_isMissed() throws Exception {
        assertMissed(
                new HalfOpen().provider(), "no answer, but of two SYNs that were due only one was sent within 400 ms");
    }

    @Test
    @Requires(Need.RAW_SOCKETS)
    void secondSynOfSyn_isMissed() throws Exception {
        assertMissed(new Syn().provider(), "no answer, but of two packets that were due only one was sent in time");
    }
}
