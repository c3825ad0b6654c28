package io.halfshake.portable;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Speaker;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One blocking connect, and the RST that ends it. */
final class ConnectTask implements Runnable {
    /**
     * linux/include/net/tcp.h, TCP_DELACK_MAX: the kernel sends a held ACK after 200 ms. Less a tick of its clock
     * (HZ=100).
     */
    private static final long ACK_HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(190);

    private final Sockets sockets;
    private final Probe probe;
    private @Nullable Socket socket;
    private boolean cancelled;

    ConnectTask(Sockets sockets, Probe probe) {
        this.sockets = sockets;
        this.probe = probe;
    }

    @Override
    public void run() {
        boolean sent = false;
        long start = System.nanoTime();
        Outcome outcome;
        try {
            Socket opened = open();
            if (opened == null) {
                return;
            }
            long answered;
            boolean toItself;
            try (opened) {
                InetSocketAddress address = Sockets.reachable(probe.address());
                start = System.nanoTime();
                int timeoutMillis = timeoutMillis(probe.deadlineNanos() - start);
                probe.sent(start);
                sent = true;
                opened.connect(address, timeoutMillis);
                answered = System.nanoTime();
                requireConnected(opened.getChannel());
                toItself = connectedToItself(opened, address.getAddress());
            }
            outcome = toItself ? toItself() : answered(answered - start, System.nanoTime() - start);
        } catch (IOException | RuntimeException | Error e) {
            outcome = WayOut.orTrouble(
                    ConnectFailures.classify(PortableEngineProvider.NAME, e, sent, System.nanoTime() - start),
                    probe.address());
        }
        probe.complete(outcome);
    }

    /** A socket that {@link #cancel} can reach; null if that has been called. */
    private @Nullable Socket open() throws IOException {
        Socket opened = sockets.open();
        synchronized (this) {
            if (!cancelled) {
                socket = opened;
                return opened;
            }
        }
        opened.close();
        return null;
    }

    /** Closes the socket, which ends the connect at once. */
    void cancel() throws IOException {
        Socket open;
        synchronized (this) {
            cancelled = true;
            open = socket;
        }
        if (open != null) {
            open.close();
        }
    }

    /** Zero would mean for ever, and rounding down would give up early. */
    private static int timeoutMillis(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, millis));
    }

    /**
     * Linux tells of an ICMP error over IPv4 a moment before it says which, and in that moment the JDK takes it for a
     * connection: net/ipv4/tcp_ipv4.c, tcp_v4_err(); Net.c, pollConnect. A read waits until the kernel has said all,
     * and then throws. Nobody's data can be lost: this socket is about to be reset.
     */
    private static void requireConnected(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.read(ByteBuffer.allocate(1));
    }

    /**
     * A closed port inside the ephemeral range can be given to the very socket that asks for it: nobody listens there.
     */
    private static boolean connectedToItself(Socket connected, InetAddress asked) {
        return connected.getLocalPort() == connected.getPort()
                && connected.getLocalAddress().equals(asked);
    }

    private static Outcome toItself() {
        return new Outcome.Denied(
                DownReason.REFUSED,
                -1,
                new Evidence(
                        Speaker.THIS_HOST,
                        null,
                        null,
                        null,
                        1,
                        PortableEngineProvider.NAME,
                        Handshake.HALF,
                        Evidence.Clock.NONE));
    }

    /**
     * Half only if that is certain. The JDK does not tell when the SYN-ACK came in, so the time since the SYN must do:
     * a round trip longer than the kernel's patience cannot be told from a thread that woke late.
     */
    private Outcome answered(long roundTripNanos, long untilResetNanos) {
        boolean half = sockets.handshake() == Handshake.HALF && untilResetNanos < ACK_HELD_NANOS;
        return new Outcome.Answered(
                roundTripNanos,
                new Evidence(
                        Speaker.SYN_ACK,
                        null,
                        null,
                        null,
                        1,
                        PortableEngineProvider.NAME,
                        half ? Handshake.HALF : Handshake.FULL,
                        Evidence.Clock.USER_SPACE));
    }
}
