package io.halfshake.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TcpPeerIT {
    private static final Duration PLENTY = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource(names = {"INET", "INET6"})
    void peerKind_behavesAsNamed(StandardProtocolFamily family) throws IOException {
        assumeTrue(family == StandardProtocolFamily.INET || TcpPeer.hasIpv6(), "no IPv6 on this machine");
        try (TcpPeer accepting = TcpPeer.open(PeerKind.ACCEPTING, family);
                TcpPeer neverAccepting = TcpPeer.open(PeerKind.NEVER_ACCEPTING, family);
                TcpPeer refusing = TcpPeer.open(PeerKind.REFUSING, family);
                TcpPeer silent = TcpPeer.open(PeerKind.SILENT, family)) {
            connect(accepting).close();
            connect(neverAccepting).close();
            assertThatThrownBy(() -> connect(refusing)).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> connect(silent, 300)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void peer_givesItsAddressAndTarget() {
        try (TcpPeer peer = TcpPeer.refusing()) {
            assertThat(peer.address().getAddress().isLoopbackAddress()).isTrue();
            assertThat(peer.target()).isEqualTo("127.0.0.1:" + peer.address().getPort());
            assertThat(peer).hasToString("REFUSING peer at " + peer.target());
        }
    }

    @Test
    void ipv6Target_isWrittenInBrackets() {
        assumeTrue(TcpPeer.hasIpv6(), "no IPv6 on this machine");
        try (TcpPeer peer = TcpPeer.open(PeerKind.REFUSING, StandardProtocolFamily.INET6)) {
            assertThat(peer.target()).isEqualTo("[::1]:" + peer.address().getPort());
        }
    }

    @Test
    void acceptingPeer_countsEveryConnection() throws IOException {
        try (TcpPeer peer = TcpPeer.accepting();
                Socket open = connect(peer)) {
            connect(peer).close();
            reset(connect(peer));

            assertThat(peer.awaitAccepted(3, PLENTY)).isTrue();
            assertThat(peer.accepted()).isEqualTo(3);
            assertThat(peer.awaitAccepted(4, Duration.ZERO)).isFalse();
            assertThat(open.isClosed()).isFalse();
        }
    }

    @Test
    void acceptingPeer_discardsWhatIsSent() throws IOException {
        try (TcpPeer peer = TcpPeer.accepting();
                Socket socket = connect(peer)) {
            // Far more than the kernel's buffers hold.
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(socket, 64 << 20));

            assertThat(sent).succeedsWithin(PLENTY);
        }
    }

    private static void send(Socket socket, int bytes) {
        byte[] part = new byte[1 << 20];
        try {
            for (int left = bytes; left > 0; left -= part.length) {
                socket.getOutputStream().write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void drainAccepted_countsEvenResetConnections() throws IOException {
        try (TcpPeer peer = TcpPeer.neverAccepting()) {
            assertThat(peer.drainAccepted(Duration.ZERO)).isZero();
            for (int i = 0; i < 10; i++) {
                connect(peer).close();
                reset(connect(peer));
            }

            assertThat(peer.drainAccepted()).as("even those that were reset").isEqualTo(20);
            assertThat(peer.drainAccepted(Duration.ZERO)).isZero();
            assertThat(peer.accepted()).isEqualTo(20);
        }
    }

    @Test
    void drainAccepted_waitsForTheGivenTime() {
        try (TcpPeer peer = TcpPeer.neverAccepting()) {
            long start = System.nanoTime();
            assertThat(peer.drainAccepted(Duration.ofMillis(50))).isZero();
            assertThat(System.nanoTime() - start)
                    .isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> peer.drainAccepted(Duration.ofMillis(-1)))
                    .withMessage("wait: PT-0.001S (expected >= 0)");
        }
    }

    @Test
    void drainAccepted_throwsUnlessNeverAccepting() {
        try (TcpPeer peer = TcpPeer.refusing()) {
            assertThatIllegalStateException()
                    .isThrownBy(peer::drainAccepted)
                    .withMessage("kind: REFUSING (expected NEVER_ACCEPTING)");
        }
    }

    @Test
    void refusingPeer_keepsItsPortFromOthers() {
        try (TcpPeer peer = TcpPeer.refusing()) {
            assertThatThrownBy(() -> new ServerSocket(
                                    peer.address().getPort(), 1, peer.address().getAddress())
                            .close())
                    .isInstanceOf(BindException.class);
        }
    }

    @Test
    void silentPeer_staysSilentThroughResends() {
        try (TcpPeer peer = TcpPeer.silent()) {
            // Linux sends the SYN again after a second.
            assertThatThrownBy(() -> connect(peer, 1_500)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void become_changesTheKindOnTheSamePort() throws IOException {
        List<PeerKind> kinds = List.of(
                PeerKind.ACCEPTING,
                PeerKind.SILENT,
                PeerKind.NEVER_ACCEPTING,
                PeerKind.REFUSING,
                PeerKind.SILENT,
                PeerKind.REFUSING,
                PeerKind.ACCEPTING,
                PeerKind.ACCEPTING,
                PeerKind.NEVER_ACCEPTING);
        try (TcpPeer peer = TcpPeer.refusing()) {
            int port = peer.address().getPort();
            for (PeerKind kind : kinds) {
                peer.become(kind);
                assertThat(peer.kind()).isEqualTo(kind);
                assertThat(peer.address().getPort()).isEqualTo(port);
                switch (kind) {
                    case ACCEPTING, NEVER_ACCEPTING -> connect(peer).close();
                    case REFUSING -> assertThatThrownBy(() -> connect(peer)).isInstanceOf(ConnectException.class);
                    case SILENT ->
                        assertThatThrownBy(() -> connect(peer, 300)).isInstanceOf(SocketTimeoutException.class);
                }
            }
        }
    }

    @Test
    void goDownAndGoUp_takeEffectAtOnce() throws IOException {
        try (TcpPeer peer = TcpPeer.accepting()) {
            for (int i = 0; i < 50; i++) {
                connect(peer).close();
                peer.goDown();
                assertThatThrownBy(() -> connect(peer)).isInstanceOf(ConnectException.class);
                peer.goUp();
            }
            assertThat(peer.accepted())
                    .as("connections reset in the queue are not accepted")
                    .isLessThanOrEqualTo(50);
        }
    }

    @Test
    void goDown_resetsOpenConnections() throws IOException {
        try (TcpPeer peer = TcpPeer.accepting();
                Socket socket = connect(peer)) {
            peer.goDown();
            socket.setSoTimeout((int) PLENTY.toMillis());
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void close_isIdempotentAndFinal() {
        TcpPeer peer = TcpPeer.accepting();
        peer.close();
        peer.close();

        assertThatThrownBy(() -> connect(peer)).isInstanceOf(ConnectException.class);
        assertThatIllegalStateException()
                .isThrownBy(peer::goUp)
                .withMessage("peer " + peer.address() + ": closed (expected open)");
    }

    @Test
    void close_leavesNoThread() {
        List<String> left = OwnThreads.leftBy(name -> !name.equals("own-threads"), Duration.ZERO, () -> {
            try (TcpPeer peer = TcpPeer.accepting()) {
                connect(peer).close();
                peer.awaitAccepted(1, PLENTY);
                peer.goDown();
                peer.goUp();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(left).isEmpty();
    }

    @Test
    void open_throwsOnAnotherFamily() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TcpPeer.open(PeerKind.REFUSING, StandardProtocolFamily.UNIX))
                .withMessage("family: UNIX (expected INET or INET6)");
    }

    @Test
    void heldPort_alternatesBetweenHolderAndListener() throws IOException {
        try (HeldPort port = HeldPort.open(Loopback.address(StandardProtocolFamily.INET), false)) {
            for (int i = 0; i < 3; i++) {
                try (var listener = port.listen(10)) {
                    assertThat(listener.getOption(StandardSocketOptions.SO_REUSEADDR))
                            .isTrue();
                    connect(port).close();
                }
                port.hold();
                assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
            }
        }
    }

    private static Socket connect(TcpPeer peer) throws IOException {
        return connect(peer, (int) PLENTY.toMillis());
    }

    private static Socket connect(TcpPeer peer, int timeoutMillis) throws IOException {
        Socket socket = new Socket(Proxy.NO_PROXY);
        boolean connected = false;
        try {
            socket.connect(peer.address(), timeoutMillis);
            connected = true;
            return socket;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    private static void reset(Socket socket) throws IOException {
        try (socket) {
            socket.setSoLinger(true, 0);
        }
    }

    private static Socket connect(HeldPort port) throws IOException {
        Socket socket = new Socket(Proxy.NO_PROXY);
        try {
            socket.setSoLinger(true, 0);
            socket.connect(port.address());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
