package io.halfshake.linux;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.Resend;
import io.halfshake.UnknownReason;
import io.halfshake.testing.TcpPeer;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sending no faster than allowed delays probes and has no other effect. */
@Requires(Need.RAW_SOCKETS)
class PacketRateIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final TcpPeer peer = TcpPeer.neverAccepting();

    @AfterEach
    void close() {
        peer.close();
    }

    private static Checker checker(Syn setup) {
        return builder(new FaultyCalls(), setup).build();
    }

    private static CheckerBuilder builder(FaultyCalls calls, Syn setup) {
        return Checker.builder()
                .engine(new FaultyPackets(calls, setup))
                .resend(Resend.never())
                // All are in flight, so that it is the engine that makes them wait.
                .maxInFlight(10_000);
    }

    private static List<CompletableFuture<CheckResult>> start(
            Checker checker, InetSocketAddress target, int count, Duration timeout) {
        return IntStream.range(0, count)
                .mapToObj(i -> checker.checkAsync(target, timeout))
                .toList();
    }

    private InetSocketAddress onHost(int last) {
        return new InetSocketAddress("127.0.0." + last, peer.address().getPort());
    }

    @Test
    void packetsPerSecond_limitsTheRateOfAllHosts() {
        try (Checker checker = checker(new Syn().packetsPerSecond(100))) {
            long before = System.nanoTime();
            start(checker, peer.address(), 50, TIMEOUT)
                    .forEach(check -> assertThat(check.join()).isUp());
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(400));
        }
    }

    @Test
    void packetsPerSecondPerHost_delaysOnlyThatHost() {
        try (Checker checker = checker(new Syn().packetsPerSecondPerHost(20))) {
            long before = System.nanoTime();
            List<CompletableFuture<CheckResult>> ofOne = start(checker, peer.address(), 2_000, TIMEOUT);
            for (int host = 2; host < 12; host++) {
                // Nothing listens there.
                assertThat(checker.check(onHost(host), TIMEOUT)).isRefused();
            }
            // These take a hundred seconds.
            assertThat(ofOne.get(1_999)).isNotDone();
            assertThat(ofOne.get(9).join()).isUp();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(400));
        }
    }

    @Test
    void checksOfOneHost_areSentInTheirOrder_whenTheLoopIsHeldUp() {
        FaultyCalls calls = new FaultyCalls();
        ended(calls, checker -> {
            List<CompletableFuture<CheckResult>> before = start(checker, peer.address(), 5, TIMEOUT);
            assertThat(before.get(0).join()).isUp();
            CompletableFuture<Void> held = new CompletableFuture<>();
            calls.holdUpSend(held);
            CompletableFuture<CheckResult> ofAnother = checker.checkAsync(onHost(2), TIMEOUT);
            // The next turn is free before the loop, which is held up, can give it to the second check.
            Stall.of(Duration.ofMillis(100));
            List<CompletableFuture<CheckResult>> after = start(checker, peer.address(), 5, TIMEOUT);
            held.complete(null);
            assertThat(ofAnother.join()).isRefused();
            return Stream.concat(before.stream(), after.stream()).toList();
        });
    }

    @Test
    void checksOfOneHost_areSentInTheirOrder_whereTheSendBufferIsFull() {
        FaultyCalls calls = new FaultyCalls();
        ended(calls, checker -> {
            CompletableFuture<Void> held = new CompletableFuture<>();
            calls.holdUpSend(held);
            CompletableFuture<CheckResult> ofAnother = checker.checkAsync(onHost(2), TIMEOUT);
            List<CompletableFuture<CheckResult>> checks = start(checker, peer.address(), 6, TIMEOUT);
            calls.failAfter(1, "sendmmsg", Errno.EAGAIN, 1);
            held.complete(null);
            assertThat(ofAnother.join()).isRefused();
            return checks;
        });
    }

    /** Asserts that the checks of one host end in their order. */
    private static void ended(FaultyCalls calls, Function<Checker, List<CompletableFuture<CheckResult>>> checks) {
        Queue<CompletableFuture<CheckResult>> ended = new ConcurrentLinkedQueue<>();
        // One thread, so that results come in the order in which the loop has found them.
        ExecutorService inOrder = Executors.newSingleThreadExecutor();
        try (Checker checker = builder(calls, new Syn().packetsPerSecondPerHost(20))
                .callbackExecutor(inOrder)
                .build()) {
            List<CompletableFuture<CheckResult>> all = checks.apply(checker);
            List<CompletableFuture<Void>> recorded = all.stream()
                    .map(check -> check.thenAccept(result -> {
                        assertThat(result).isUp();
                        ended.add(check);
                    }))
                    .toList();
            recorded.forEach(CompletableFuture::join);
            assertThat(ended).containsExactlyElementsOf(all);
        } finally {
            inOrder.shutdown();
        }
    }

    @Test
    void packetHeldForItsHost_takesNoTurnFromOtherHosts() {
        try (Checker checker = checker(new Syn().packetsPerSecond(50).packetsPerSecondPerHost(1))) {
            List<CompletableFuture<CheckResult>> ofOne = start(checker, peer.address(), 6_000, TIMEOUT);
            List<CompletableFuture<CheckResult>> ofOthers = IntStream.range(2, 22)
                    .mapToObj(host -> checker.checkAsync(onHost(host), TIMEOUT))
                    .toList();
            // They take less than a second, or two minutes if each of those before had a turn.
            ofOthers.forEach(check -> assertThat(check.join()).isRefused().tookLessThan(Duration.ofSeconds(60)));
            ofOne.forEach(check -> check.cancel(false));
        }
    }

    @Test
    void probeThatIsNeverSent_isUnknown() {
        try (TcpPeer silent = TcpPeer.silent();
                Checker checker = checker(new Syn().packetsPerSecond(2))) {
            long before = System.nanoTime();
            List<CompletableFuture<CheckResult>> checks = start(checker, silent.address(), 12, Duration.ofSeconds(1));
            int halfSeconds =
                    (int) (Duration.ofNanos(System.nanoTime() - before).toMillis() / 500);
            List<CheckResult> results =
                    checks.stream().map(CompletableFuture::join).toList();
            assertThat(results).noneMatch(CheckResult::isUp);
            // One at once, one after half of the time, and one for each half a second that starting them took.
            assertThat(results.stream().filter(CheckResult::isDown)).hasSizeLessThanOrEqualTo(2 + halfSeconds);
            assertThat(results.stream().filter(CheckResult::isUnknown))
                    .allSatisfy(result -> assertThat(result).isUnknownBecause(UnknownReason.STALLED));
        }
    }
}
