package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerLookupTest {
    private static final int MAX_ATTEMPTS = 100;

    private final FaultyCalls calls = new FaultyCalls();
    private final ListenerLookup lookup = new ListenerLookup(calls);

    @AfterEach
    void close() {
        lookup.close();
        assertThat(calls.openDescriptors()).isZero();
        assertThat(calls.strayCalls()).isZero();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static StandardProtocolFamily family(InetAddress address) {
        return SocketAddresses.family(address) == LibC.AF_INET
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    private static ServerSocketChannel listen(String literal) throws IOException {
        InetAddress address = address(literal);
        return ServerSocketChannel.open(family(address)).bind(new InetSocketAddress(address, 0));
    }

    private static InetSocketAddress withPortOf(ServerSocketChannel listener, String target) throws IOException {
        return new InetSocketAddress(address(target), ((InetSocketAddress) listener.getLocalAddress()).getPort());
    }

    private boolean finds(String target, ServerSocketChannel listener) throws IOException {
        return lookup.find(withPortOf(listener, target));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "127.0.0.1, 0.0.0.0",
        "127.0.0.7, 0.0.0.0",
        "0.0.0.0, 127.0.0.1",
        "127.0.0.1, ::",
        "::1, ::",
        "::1, ::1",
    })
    void listener_isFoundWhereItsAddressCoversTheTarget(String target, String listening) throws IOException {
        Assumptions.assumeTrue(TcpPeer.hasIpv6() || !(target + listening).contains("::"));
        try (ServerSocketChannel listener = listen(listening)) {
            assertThat(finds(target, listener)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.2", "127.0.0.1, ::1", "::1, 127.0.0.1"})
    void listenerOnAnotherAddress_isNotFound(String target, String listening) throws IOException {
        Assumptions.assumeTrue(TcpPeer.hasIpv6() || !(target + listening).contains("::"));
        for (int attempt = 1; ; attempt++) {
            try (ServerSocketChannel listener = listen(listening);
                    SocketChannel held = SocketChannel.open(family(address(target)))) {
                // While it is held no other test can listen there, whose listener would be found.
                held.bind(withPortOf(listener, target));
                assertThat(finds(target, listener)).isFalse();
                return;
            } catch (BindException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    @Test
    void boundSocket_isNoListener() throws IOException {
        try (SocketChannel bound = SocketChannel.open().bind(new InetSocketAddress(address("127.0.0.1"), 0))) {
            assertThat(lookup.find((InetSocketAddress) bound.getLocalAddress())).isFalse();
        }
    }

    @Test
    void acceptedConnection_doesNotHideItsListener() throws IOException {
        try (ServerSocketChannel listener = listen("127.0.0.1");
                SocketChannel client = SocketChannel.open(listener.getLocalAddress());
                SocketChannel accepted = listener.accept()) {
            assertThat(accepted.isConnected()).isTrue();
            assertThat(finds("127.0.0.1", listener)).isTrue();
            assertThat(lookup.find((InetSocketAddress) client.getLocalAddress()))
                    .isFalse();
        }
    }

    @Test
    void lookup_keepsItsDescriptor() {
        try (TcpPeer peer = TcpPeer.neverAccepting()) {
            for (int i = 0; i < 3; i++) {
                assertThat(lookup.find(peer.address())).isTrue();
                assertThat(calls.openDescriptors()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "diag socket, EPERM",
        "diag socket, EPROTONOSUPPORT",
        "diag sendmmsg, EPERM",
        "diag sendmmsg, ENOBUFS",
        "diag recvmmsg, EAGAIN",
        "diag recvmmsg, ENOBUFS"
    })
    void failedLookup_findsNothingAndTheNextOneWorks(String call, Errno errno) {
        try (TcpPeer peer = TcpPeer.neverAccepting()) {
            assertThat(lookup.find(peer.address())).isTrue();
            lookup.close();
            calls.fail(call, errno, 1);

            assertThat(lookup.find(peer.address())).isFalse();
            assertThat(calls.openDescriptors()).isZero();
            assertThat(lookup.find(peer.address())).isTrue();
        }
    }

    /** A reply that was not read would be taken for that to the next request. */
    @Test
    void unreadReply_isNotTakenForTheNextOne() throws IOException {
        try (TcpPeer peer = TcpPeer.neverAccepting();
                SocketChannel bound = SocketChannel.open().bind(new InetSocketAddress(address("127.0.0.1"), 0))) {
            assertThat(lookup.find(peer.address())).isTrue();
            calls.fail("diag recvmmsg", Errno.ENOMEM, 1);
            assertThat(lookup.find(peer.address())).isFalse();

            assertThat(lookup.find((InetSocketAddress) bound.getLocalAddress())).isFalse();
        }
    }

    /** Each request to a kernel without tcp_diag starts a process that looks for the module. */
    @Test
    void kernelThatFindsNoListener_isNotQueriedAgainAtOnce() {
        try (TcpPeer peer = TcpPeer.neverAccepting()) {
            calls.fail("diag recvmmsg", Errno.EPERM, 2);

            assertThat(lookup.find(peer.address())).isFalse();
            assertThat(lookup.find(peer.address())).isFalse();
            assertThat(calls.listenersLookedUp()).isEqualTo(2);
        }
    }

    @Test
    void portWithoutAListener_doesNotStopTheNextLookup() {
        try (TcpPeer peer = TcpPeer.neverAccepting();
                TcpPeer closed = TcpPeer.refusing()) {
            assertThat(lookup.find(closed.address())).isFalse();
            assertThat(lookup.find(peer.address())).isTrue();
        }
    }
}
