package io.halfshake.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Handshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SocketsTest {

    private static Optional<SocketOption<?>> quickAck(Socket socket) {
        return socket.supportedOptions().stream()
                .filter(option -> option.name().equals("TCP_QUICKACK"))
                .findAny();
    }

    @Test
    void newSocket_hasZeroLingerAndIsUnbound() throws IOException {
        try (Socket socket = Sockets.find().open()) {
            assertThat(socket.getSoLinger()).isZero();
            assertThat(socket.isConnected()).isFalse();
            assertThat(socket.isBound()).isFalse();
        }
    }

    @Test
    void ack_isDelayedWhereTheJdkSupportsIt() throws IOException {
        Sockets sockets = Sockets.find();
        try (Socket socket = sockets.open()) {
            Optional<SocketOption<?>> option = quickAck(socket);
            assertThat(sockets.handshake()).isEqualTo(option.isPresent() ? Handshake.HALF : Handshake.FULL);
            if (option.isPresent()) {
                assertThat(socket.getOption(option.get())).isEqualTo(false);
            }
        }
    }

    @Test
    void missingQuickAckOption_makesTheHandshakeFull() throws IOException {
        Sockets sockets = Sockets.withOptions(Set.of(StandardSocketOptions.TCP_NODELAY));

        assertThat(sockets.handshake()).isEqualTo(Handshake.FULL);
        try (Socket socket = sockets.open()) {
            assertThat(socket.getSoLinger()).isZero();
            Optional<SocketOption<?>> option = quickAck(socket);
            if (option.isPresent()) {
                assertThat(socket.getOption(option.get())).isEqualTo(true);
            }
        }
    }

    @Test
    void quickAckOptionOfAnotherType_makesTheHandshakeFull() throws IOException {
        SocketOption<Integer> number = new SocketOption<>() {
            @Override
            public String name() {
                return "TCP_QUICKACK";
            }

            @Override
            public Class<Integer> type() {
                return Integer.class;
            }
        };

        assertThat(Sockets.withOptions(Set.of(number)).handshake()).isEqualTo(Handshake.FULL);
    }

    @Test
    void knownToBeFull_reportsAFullHandshake() throws IOException {
        Sockets sockets = Sockets.find().knownToBeFull();

        assertThat(sockets.handshake()).isEqualTo(Handshake.FULL);
        try (Socket socket = sockets.open()) {
            assertThat(socket.getSoLinger()).isZero();
        }
    }

    @Test
    void reachable_mapsTheWildcardAddressToLoopback() throws UnknownHostException {
        assertThat(reachable(new byte[4])).isEqualTo(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        byte[] one = new byte[16];
        one[15] = 1;
        assertThat(reachable(new byte[16])).isEqualTo(InetAddress.getByAddress(one));
    }

    private static InetAddress reachable(byte[] address) throws UnknownHostException {
        InetSocketAddress reachable = Sockets.reachable(new InetSocketAddress(InetAddress.getByAddress(address), 4711));
        assertThat(reachable.getPort()).isEqualTo(4711);
        return reachable.getAddress();
    }

    @Test
    void reachable_returnsAnyOtherAddressUnchanged() throws UnknownHostException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 2}), 4711);

        assertThat(Sockets.reachable(address)).isSameAs(address);
    }
}
