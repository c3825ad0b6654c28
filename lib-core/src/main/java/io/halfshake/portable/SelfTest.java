package io.halfshake.portable;

import io.halfshake.Handshake;
import io.halfshake.spi.Availability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Finds by doing which handshake the sockets make: a check of our own listener, and a look into its accept queue. */
final class SelfTest {
    private static final int TIMEOUT_MILLIS = 1_000;

    private SelfTest() {}

    static Availability run(Sockets sockets) {
        List<String> evidence = new ArrayList<>();
        if (sockets.handshake() == Handshake.FULL) {
            evidence.add("socket option TCP_QUICKACK: missing");
            return new Availability(
                    Handshake.FULL,
                    "this JDK or system has no socket option TCP_QUICKACK (module jdk.net, Linux)",
                    evidence);
        }
        evidence.add("socket option TCP_QUICKACK: present");
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener.configureBlocking(false);
            connect(sockets, (InetSocketAddress) listener.getLocalAddress());
            return judge(listener, evidence);
        } catch (IOException e) {
            evidence.add("loopback check: " + e);
            return new Availability(Handshake.FULL, "the self-test on loopback failed: " + e, evidence);
        }
    }

    private static void connect(Sockets sockets, InetSocketAddress address) throws IOException {
        try (Socket socket = sockets.open()) {
            socket.connect(address, TIMEOUT_MILLIS);
        }
    }

    private static Availability judge(ServerSocketChannel listener, List<String> evidence) throws IOException {
        try (SocketChannel accepted = listener.accept()) {
            if (accepted == null) {
                evidence.add("loopback check: answered, and the listener's accept queue stayed empty");
                return Availability.available(Handshake.HALF, evidence);
            }
            evidence.add("loopback check: answered, and the listener accepted a connection");
            return new Availability(
                    Handshake.FULL, "the kernel completes the handshake in spite of TCP_QUICKACK", evidence);
        }
    }
}
