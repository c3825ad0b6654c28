package io.halfshake.linux;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.CheckerStats;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Resend;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What happens when the loop stands still while an answer waits. The kernel's timer is the subject, so these tests
 * wait.
 */
class StallTest {
    private final IoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ServerSocketChannel listener;

    private @Nullable CheckerStats stats;

    StallTest() throws IOException {
        listener = ServerSocketChannel.open();
    }

    @BeforeEach
    void listen() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private CheckResult checkWithAStallOf(Duration stall, boolean reuse) throws IOException {
        return checkWithAStallOf(stall, reuse, Duration.ofSeconds(10));
    }

    private CheckResult checkWithAStallOf(Duration stall, boolean reuse, Duration timeout) throws IOException {
        HalfOpen setup = new HalfOpen()
                .eventLoopGroup(group)
                .reuseSockets(reuse)
                .sourceAddress(InetAddress.getByName("127.0.0.3"));
        try (Checker checker = Checker.builder()
                .engine(setup.provider())
                .resend(Resend.never())
                .build()) {
            InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
            CompletableFuture<CheckResult> result = new CompletableFuture<>();
            // From the loop itself, so that the stall comes right behind the task that sends the SYN, before the next
            // poll.
            group.next().execute(() -> {
                CompletableFuture<CheckResult> unused =
                        checker.checkAsync(address, timeout).whenComplete((found, error) -> result.complete(found));
                group.next().execute(() -> standStill(stall));
            });
            CheckResult found = result.join();
            stats = checker.stats();
            return found;
        }
    }

    private CheckerStats stats() {
        return Objects.requireNonNull(stats, "no check was made yet");
    }

    private static void standStill(Duration stall) {
        long end = System.nanoTime() + stall.toNanos();
        while (end - System.nanoTime() > 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void ofATenthOfASecondGoesUnseen(SocketFactory.Mode mode) throws IOException {
        CheckResult result = checkWithAStallOf(Duration.ofMillis(100), mode == SocketFactory.Mode.REUSED);

        assertThat(result).isUp().hasHandshake(Handshake.HALF);
        assertThat(stats().unkeptHalfOpen()).isZero();
        assertThat(stats().longestAnswerWaitNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(80));
        try (SocketChannel accepted = listener.accept()) {
            assertThat(accepted).isNull();
        }
    }

    /** The order to look for the last time is carried out before the loop polls again. */
    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void pastTheDeadlineDoesNotHideAnAnswerThatHasArrived(SocketFactory.Mode mode) throws IOException {
        Duration timeout = Duration.ofMillis(50);
        CheckResult result = checkWithAStallOf(Duration.ofMillis(100), mode == SocketFactory.Mode.REUSED, timeout);

        assertThat(result).isUp().hasHandshake(Handshake.HALF);
        assertThat(result.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(90));
    }

    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void pastTheKernelsPatienceIsSeenAndSaidToBe(SocketFactory.Mode mode) throws IOException {
        CheckResult result = checkWithAStallOf(Duration.ofMillis(300), mode == SocketFactory.Mode.REUSED);

        assertThat(result).isUp().hasHandshake(Handshake.FULL);
        assertThat(stats().unkeptHalfOpen()).isEqualTo(1);
        assertThat(stats().longestAnswerWaitNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(200));
        try (SocketChannel accepted = listener.accept()) {
            assertThat(accepted).isNotNull();
            // The source address asked for is the one that the server saw.
            assertThat(((InetSocketAddress) accepted.getRemoteAddress()).getHostString())
                    .isEqualTo("127.0.0.3");
        }
    }

    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void doesNotInflateTheRoundTrip(SocketFactory.Mode mode) throws IOException {
        CheckResult result = checkWithAStallOf(Duration.ofMillis(300), mode == SocketFactory.Mode.REUSED);

        assertThat(result.evidence().clock()).isEqualTo(Evidence.Clock.KERNEL);
        assertThat(result.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        assertThat(result).hasRoundTripLessThan(Duration.ofMillis(100));
    }

    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void longEnoughForTheServerToHangUpIsStillAnAnswer(SocketFactory.Mode mode) throws IOException {
        listener.configureBlocking(true);
        Thread server = new Thread(this::acceptAndReset);
        server.start();

        CheckResult result = checkWithAStallOf(Duration.ofMillis(600), mode == SocketFactory.Mode.REUSED);

        assertThat(result).isUp().hasHandshake(Handshake.FULL).hasErrno("ECONNRESET");
    }

    private void acceptAndReset() {
        try (SocketChannel accepted = listener.accept()) {
            accepted.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
