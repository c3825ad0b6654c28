package io.halfshake.connect;

import io.halfshake.Handshake;
import io.halfshake.spi.EngineAvailability;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Finds by doing which handshake the sockets make: a check of our own listener, and a look into its accept queue. */
final class SelfTest {
    private static final int TIMEOUT_MILLIS = 1_000;

    /** Less than the 200 ms after which the kernel sends a held ACK. */
    private static final long STALL_MILLIS = 150;

    private static final int MAX_ATTEMPTS = 5;

    private SelfTest() {}

    static EngineAvailability run(Sockets sockets) {
        List<String> evidence = new ArrayList<>();
        if (sockets.handshake() == Handshake.FULL) {
            evidence.add("socket option TCP_QUICKACK: missing");
            return new EngineAvailability(
                    Handshake.FULL,
                    "this JDK or system has no socket option TCP_QUICKACK (module jdk.net, Linux)",
                    evidence,
                    false);
        }
        evidence.add("socket option TCP_QUICKACK: present");
        try {
            for (int attempt = 1; ; attempt++) {
                long start = System.nanoTime();
                boolean half = leavesNoTrace(sockets);
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                if (half) {
                    evidence.add("loopback check: answered, and the listener's accept queue stayed empty");
                    return EngineAvailability.available(Handshake.HALF, evidence);
                } else if (millis < STALL_MILLIS || attempt == MAX_ATTEMPTS) {
                    evidence.add("loopback check: answered, and the listener accepted a connection");
                    boolean stalled = millis >= STALL_MILLIS;
                    return new EngineAvailability(
                            Handshake.FULL,
                            "the kernel completes the handshake in spite of TCP_QUICKACK",
                            evidence,
                            stalled);
                }
                // This process was paused for longer than the kernel holds an ACK: nothing was learned about the
                // kernel.
                evidence.add("loopback check: held up for " + millis + " ms, tried again");
            }
        } catch (IOException e) {
            evidence.add("loopback check: " + e);
            return new EngineAvailability(Handshake.FULL, "the self-test on loopback failed: " + e, evidence, true);
        }
    }

    private static boolean leavesNoTrace(Sockets sockets) throws IOException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            listener.configureBlocking(false);
            connect(sockets, (InetSocketAddress) listener.getLocalAddress());
            try (SocketChannel accepted = listener.accept()) {
                return accepted == null;
            }
        }
    }

    private static void connect(Sockets sockets, InetSocketAddress address) throws IOException {
        try (Socket socket = sockets.open()) {
            socket.connect(address, TIMEOUT_MILLIS);
        }
    }
}
