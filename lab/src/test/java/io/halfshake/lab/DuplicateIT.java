package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Handshake;
import io.halfshake.linux.HalfOpen;
import io.halfshake.linux.NettyLoops;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A SYN-ACK that arrives twice: the second draws an ACK unless the socket was reset in between. */
@RequiresLab
@Tag("once")
class DuplicateIT {
    private static final int HOSTS = 200;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(value = StandardProtocolFamily.class, names = "UNIX", mode = EnumSource.Mode.EXCLUDE)
    void duplicateSynAck_isReportedAndCountedByHalfOpen(StandardProtocolFamily family) {
        IoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        try (Lab lab = Lab.start();
                Checker checker = Checker.builder()
                        .engine(new HalfOpen().eventLoops(NettyLoops.of(group)).provider())
                        .build()) {
            lab.play(0, HOSTS - 1, 1, "open copies=2 delay=5ms");
            for (int host = 0; host < HOSTS; host++) {
                CheckResult result = checkAndPause(lab, checker, group.next(), family, host);
                assertThat(result.isUp()).as("%s", result).isTrue();
                assertThat(result.evidence().handshake()).as("%s", result).isEqualTo(Handshake.FULL);
            }
            assertThat(checker.stats().completedHandshakes()).isEqualTo(HOSTS);
        } finally {
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /** The loop does not poll between the SYN and the ACK that the copy draws: else it would be a race. */
    private static CheckResult checkAndPause(
            Lab lab, Checker checker, IoEventLoop loop, StandardProtocolFamily family, int host) {
        CompletableFuture<CheckResult> result = new CompletableFuture<>();
        // From the loop itself, so that the pause comes right behind the task that sends the SYN.
        loop.execute(() -> {
            CompletableFuture<CheckResult> unused = checker.checkAsync(lab.address(family, host), TIMEOUT)
                    .whenComplete((found, error) -> result.complete(found));
            loop.execute(() -> awaitAck(lab, family, host));
        });
        return result.join();
    }

    private static void awaitAck(Lab lab, StandardProtocolFamily family, int host) {
        long start = System.nanoTime();
        while (lab.counters(family, host).acks() == 0 && System.nanoTime() - start < TIMEOUT.toNanos()) {
            Thread.onSpinWait();
        }
    }
    /** Pinned down, since docs/outcomes.md admits it. */
    @Test
    void duplicateSynAck_isNotSeenByConnect() {
        try (Lab lab = Lab.start();
                Checker checker = EngineUnderTest.CONNECT.builder().build()) {
            lab.play(0, HOSTS - 1, 1, "open copies=2 delay=5ms");
            for (int host = 0; host < HOSTS; host++) {
                assertThat(checker.check(lab.address(StandardProtocolFamily.INET, host), TIMEOUT)
                                .isUp())
                        .isTrue();
            }

            assertThat(lab.settle().acks()).isPositive();
            assertThat(checker.stats().completedHandshakes()).isLessThan(HOSTS);
        }
    }
}
