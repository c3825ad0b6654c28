package io.halfshake.linux;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.CheckerStats;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Resend;
import io.halfshake.UnknownReason;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What happens when the loop is paused while an answer waits. The kernel's timer is the subject, so these tests wait.
 */
class StallIT {
    private static final int MAX_ATTEMPTS = 20;

    private final ServerSocketChannel listener;

    private @Nullable CheckerStats stats;

    StallIT() throws IOException {
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
    }

    /** With one event loop. */
    HalfOpen setup() {
        return new HalfOpen();
    }

    private CheckResult checkWithAStallOf(Duration stall, boolean reuse) throws IOException {
        return checkWithAStall(() -> Stall.of(stall), reuse, Duration.ofSeconds(10));
    }

    private CheckResult checkWithAShortStall(SocketFactory.Mode mode, Duration timeout) throws IOException {
        return checkWithAStall(
                () -> Stall.inOnePiece(Duration.ofMillis(100)), mode == SocketFactory.Mode.REUSED, timeout);
    }

    private CheckResult checkWithAStall(Runnable stall, boolean reuse, Duration timeout) throws IOException {
        ExposedLoop provider = new ExposedLoop(setup().reuseSockets(reuse)
                .sourceAddress(InetAddress.getByName("127.0.0.3"))
                .provider());
        try (Checker checker =
                Checker.builder().engine(provider).resend(Resend.never()).build()) {
            EventLoop loop = provider.get();
            InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
            CompletableFuture<CheckResult> result = new CompletableFuture<>();
            // From the loop itself, so that the stall comes right behind the task that sends the SYN, before the next
            // poll.
            loop.execute(new LoopTask(() -> {
                CompletableFuture<CheckResult> unused =
                        checker.checkAsync(address, timeout).whenComplete((found, error) -> result.complete(found));
                loop.execute(new LoopTask(stall));
            }));
            CheckResult found = result.join();
            stats = checker.stats();
            return found;
        }
    }

    private CheckerStats stats() {
        return Objects.requireNonNull(stats, "no check was made yet");
    }

    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void stallOfATenthOfASecond_staysHalfOpen(SocketFactory.Mode mode) throws IOException {
        boolean tried = false;
        // A machine that is busy may make it longer, which is another test's business.
        for (int attempt = 0; attempt < MAX_ATTEMPTS && !tried; attempt++) {
            CheckResult result = checkWithAShortStall(mode, Duration.ofSeconds(10));

            assertThat(stats().longestAnswerWaitNanos()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(80));
            tried = stats().longestAnswerWaitNanos() < TimeUnit.MILLISECONDS.toNanos(180);
            boolean unseen = result.evidence().handshake() == Handshake.HALF;
            assertThat(result).isUp();
            assertThat(unseen || !tried).as("half-open: %s", result).isTrue();
            assertThat(stats().completedHandshakes()).isEqualTo(unseen ? 0 : 1);
            try (SocketChannel accepted = listener.accept()) {
                // Where the ACK may have been sent, it need not have been.
                assertThat(accepted == null || !unseen).as("nothing to accept").isTrue();
            }
        }
        assertThat(tried).as("a stall as short as it should be").isTrue();
    }

    /** The command for the final read is processed before the loop polls again. */
    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void stallPastTheDeadline_doesNotHideAnArrivedAnswer(SocketFactory.Mode mode) throws IOException {
        Duration timeout = Duration.ofMillis(50);
        CheckResult result = checkWithAShortStall(mode, timeout);
        // A busy machine may make the stall so long that the final read comes too late, which the result then says.
        for (int attempt = 1; attempt < MAX_ATTEMPTS && result.isUnknown(); attempt++) {
            assertThat(result).isUnknownBecause(UnknownReason.STALLED);
            result = checkWithAShortStall(mode, timeout);
        }

        assertThat(result).isUp();
        assertThat(result.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(90));
    }

    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void stallPastTheHeldAck_isReportedAsFullHandshake(SocketFactory.Mode mode) throws IOException {
        CheckResult result = checkWithAStallOf(Duration.ofMillis(300), mode == SocketFactory.Mode.REUSED);

        assertThat(result).isUp().hasHandshake(Handshake.FULL);
        assertThat(stats().completedHandshakes()).isEqualTo(1);
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
    void stall_doesNotInflateTheRoundTrip(SocketFactory.Mode mode) throws IOException {
        CheckResult result = checkWithAStallOf(Duration.ofMillis(300), mode == SocketFactory.Mode.REUSED);

        assertThat(result.evidence().clock()).isEqualTo(Evidence.Clock.KERNEL);
        assertThat(result.elapsed()).isGreaterThanOrEqualTo(Duration.ofMillis(290));
        assertThat(result).hasRoundTripLessThan(result.elapsed().dividedBy(2));
    }

    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void stallUntilTheServerResets_isStillUp(SocketFactory.Mode mode) throws IOException {
        listener.configureBlocking(true);
        CountDownLatch hungUp = new CountDownLatch(1);
        Thread server = new Thread(() -> {
            acceptAndReset();
            hungUp.countDown();
        });
        server.start();
        Runnable stall = () -> {
            await(hungUp);
            // For the RST to arrive.
            Stall.of(Duration.ofMillis(100));
        };
        CheckResult result = checkWithAStall(stall, mode == SocketFactory.Mode.REUSED, Duration.ofMinutes(2));
        assertThat(result).isUp().hasHandshake(Handshake.FULL).hasErrno("ECONNRESET");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void acceptAndReset() {
        try (SocketChannel accepted = listener.accept()) {
            accepted.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
