package io.halfshake.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Resend;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import io.halfshake.Unstalled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine {@code connect} against real listeners on loopback, through the front door. */
class ConnectEngineIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MAX_STALLS = 20;

    private final Checker checker = Checker.builder()
            .engine("connect")
            .maxInFlight(50)
            .resend(Resend.never())
            .build();

    @AfterEach
    void close() {
        checker.close();
    }

    private static InetAddress loopback(String literal) throws UnknownHostException {
        byte[] v6 = new byte[16];
        v6[15] = 1;
        return InetAddress.getByAddress(literal.equals("::1") ? v6 : new byte[] {127, 0, 0, 1});
    }

    private static ServerSocketChannel listener(String literal) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(loopback(literal), 0), 4_096);
        listener.configureBlocking(false);
        return listener;
    }

    /** Again if this machine was held up for half of the time, which the check then says, or for a SYN too few. */
    private static CheckResult silence(Checker checker, SilentPeer peer, Duration timeout, int syns) {
        CheckResult result = checker.check(peer.address(), timeout);
        for (int i = 1;
                i < MAX_STALLS
                        && (Unstalled.isStalled(result) || result.evidence().syns() < syns);
                i++) {
            result = checker.check(peer.address(), timeout);
        }
        return result;
    }

    private static int accepted(ServerSocketChannel listener) throws IOException {
        int accepted = 0;
        for (SocketChannel next = listener.accept(); next != null; next = listener.accept()) {
            accepted++;
            next.close();
        }
        return accepted;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void checksOfAListenerThatNeverAccepts_areUpAndUnseen(String literal) throws IOException {
        try (ServerSocketChannel listener = listener(literal)) {
            InetSocketAddress address = (InetSocketAddress) listener.getLocalAddress();
            List<CompletableFuture<CheckResult>> checks = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                checks.add(checker.checkAsync(address, LONG));
            }
            long full = 0;
            long completed = 0;
            for (CompletableFuture<CheckResult> check : checks) {
                CheckResult result = check.join();
                assertThat(result.isUp()).as(result.describe()).isTrue();
                assertThat(result.address()).isEqualTo(address);
                assertThat(result.evidence().signal()).isEqualTo(Signal.SYN_ACK);
                if (result.evidence().handshake() == Handshake.FULL) {
                    full++;
                    // A check that connects twice may complete a handshake each time.
                    completed += result.evidence().syns();
                }
            }

            // A machine that stands still for 200 ms completes handshakes. Each of them has to be admitted.
            assertThat((long) accepted(listener)).as("seen").isLessThanOrEqualTo(completed);
            assertThat(full).isLessThan(1_000);
            assertThat(checker.stats().completedHandshakes()).isBetween(full, completed);
        }
    }

    @Test
    void connectEngine_reportsTheHandshakeItMakes() {
        assertThat(checker.engine().name()).isEqualTo("connect");
        assertThat(checker.engine().handshake()).isEqualTo(Handshake.HALF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void closedPort_isRefused(String literal) throws IOException {
        try (Socket reserved = new Socket()) {
            reserved.bind(new InetSocketAddress(loopback(literal), 0));

            CheckResult result = checker.check((InetSocketAddress) reserved.getLocalSocketAddress(), LONG);

            assertThat(result).isInstanceOfSatisfying(CheckResult.Down.class, down -> {
                assertThat(down.reason()).isEqualTo(DownReason.REFUSED);
                assertThat(down.evidence().signal()).isEqualTo(Signal.RST);
                assertThat(down.evidence().systemCall()).isEqualTo("connect");
                assertThat(down.evidence().errno()).isEqualTo("ECONNREFUSED");
                assertThat(down.evidence().syns()).isEqualTo(1);
                assertThat(down.roundTrip()).isPositive();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void silentPeer_isDownAtTheDeadlineAndNotBefore(String literal) throws IOException {
        try (SilentPeer peer = new SilentPeer(loopback(literal))) {
            Duration timeout = Duration.ofMillis(1_800);

            CheckResult result = silence(checker, peer, timeout, 1);

            assertThat(result).isInstanceOfSatisfying(CheckResult.Down.class, down -> {
                assertThat(down.reason()).isEqualTo(DownReason.TIMED_OUT);
                assertThat(down.elapsed()).isGreaterThanOrEqualTo(timeout);
                assertThat(down.roundTrip()).isNull();
                assertThat(down.evidence().signal()).isEqualTo(Signal.NONE);
                assertThat(down.evidence().syns()).isEqualTo(1);
                assertThat(down.evidence().clock()).isEqualTo(Evidence.Clock.NONE);
            });
        }
    }

    @Test
    void resend_sendsASecondSynToASilentPeer() throws IOException {
        try (SilentPeer peer = new SilentPeer(loopback("127.0.0.1"));
                Checker resending = Checker.builder().engine("connect").build()) {
            CheckResult result = silence(resending, peer, Duration.ofMillis(1_800), 2);

            assertThat(result.isDown()).as(result.describe()).isTrue();
            assertThat(result.evidence().syns()).isEqualTo(2);
        }
    }

    @Test
    void peerThatMakesRoomInTime_isUp() throws IOException {
        try (SilentPeer peer = new SilentPeer(loopback("127.0.0.1"))) {
            CompletableFuture<CheckResult> check = checker.checkAsync(peer.address(), LONG);
            peer.makeRoom();

            // The kernel sends its SYN again after a second.
            assertThat(check.join().isUp()).isTrue();
        }
    }

    @Test
    void wildcardAddress_meansThisHost() throws IOException {
        try (ServerSocketChannel listener = listener("127.0.0.1")) {
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();

            assertThat(checker.checkAddr("0.0.0.0:" + port, LONG).isUp()).isTrue();
        }
    }

    @Test
    void close_endsTheChecksOfASilentPeer() throws IOException {
        try (SilentPeer peer = new SilentPeer(loopback("127.0.0.1"))) {
            List<CompletableFuture<CheckResult>> checks = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                checks.add(checker.checkAsync(peer.address(), Duration.ofHours(1)));
            }

            checker.close();

            assertThat(checks)
                    .allSatisfy(check -> assertThat(check.join())
                            .isInstanceOfSatisfying(
                                    CheckResult.Unknown.class,
                                    unknown -> assertThat(unknown.reason()).isEqualTo(UnknownReason.CHECKER_CLOSED)));
        }
    }

    @Test
    void cancelledCheck_freesItsPlace() throws IOException {
        try (SilentPeer peer = new SilentPeer(loopback("127.0.0.1"));
                ServerSocketChannel listener = listener("127.0.0.1");
                Checker narrow =
                        Checker.builder().engine("connect").maxInFlight(1).build()) {
            for (int i = 0; i < 100; i++) {
                assertThat(narrow.checkAsync(peer.address(), Duration.ofHours(1))
                                .cancel(true))
                        .isTrue();
            }

            assertThat(narrow.check((InetSocketAddress) listener.getLocalAddress(), LONG)
                            .isUp())
                    .isTrue();
            assertThat(narrow.stats().cancelled()).isEqualTo(100);
        }
    }
}
