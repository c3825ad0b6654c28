package io.halfshake.connect;

import io.halfshake.internal.EphemeralPorts;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Which answers are not believed before a second socket has had the same, since another socket of this machine may have
 * brought them about. The second has a port that the kernel gives to no socket of its own accord.
 *
 * <p>An answer by a port that the kernel gives to sockets that connect: two of them that ask each other's port connect
 * to each other, and neither listens (RFC 9293, simultaneous open).
 *
 * <p>A refusal by a target that has just answered: the kernel may have used the port of that earlier check again. Where
 * its RST is lost or overtaken by the new SYN, the target takes that for a SYN of the earlier handshake, and resets it
 * (net/ipv4/tcp_minisocks.c, tcp_check_req). The sequence number of the new SYN must lie in the window of the old one.
 * It grows by one in 64 ns (net/core/secure_seq.c), so that a window of 65,535 is over after 4.2 ms.
 */
final class SecondConnect {
    private static final int MAX_BINDS = 16;

    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** How long a port that has proved to be a listener's is taken for one without another proof. */
    private static final long PROOF_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** How long an address that was not this machine's is taken for another's. To ask costs three system calls. */
    private static final long REMOTE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Binds a socket to an address and closes it. */
    @FunctionalInterface
    interface TrialBind {
        void of(InetAddress address) throws IOException;
    }

    private final EphemeralPorts ports;
    private final LongSupplier nanoTime;
    private final TrialBind trialBind;
    private final RecentTargets answered = new RecentTargets();
    private final RecentTargets listening = new RecentTargets();
    private final RecentTargets remote = new RecentTargets();

    SecondConnect(EphemeralPorts ports, LongSupplier nanoTime) {
        this(ports, nanoTime, SecondConnect::bindDatagramSocket);
    }

    SecondConnect(EphemeralPorts ports, LongSupplier nanoTime, TrialBind trialBind) {
        this.ports = ports;
        this.nanoTime = nanoTime;
        this.trialBind = trialBind;
    }

    /** A target answered. To be called before the socket is reset, since then its port can be used again. */
    void answered(InetSocketAddress target) {
        answered.add(target, nanoTime.getAsLong());
    }

    /** A target has proved that it listens. */
    void listens(InetSocketAddress target) {
        listening.add(target, nanoTime.getAsLong());
    }

    /** Whether a refusal may be meant for an earlier check of the same target. */
    boolean isNeededForRefusal(InetSocketAddress target, long askedAtNanos) {
        return answered.hasSince(target, askedAtNanos - WINDOW_NANOS);
    }

    /** Whether what answered may have been a socket that connects rather than one that listens. */
    boolean isNeededForAnswer(InetSocketAddress target) {
        return ports.contains(target.getPort())
                && !listening.hasSince(target, nanoTime.getAsLong() - PROOF_NANOS)
                && (target.getAddress().isLoopbackAddress() || mayBeOfThisMachine(target.getAddress()));
    }

    /** Gives the second socket its port. Where none is free, any must do. */
    void bind(Socket second) throws IOException {
        boolean bound = false;
        for (int i = 0; i < MAX_BINDS && !bound; i++) {
            bound = isBound(second, ports.randomOther());
        }
        if (bound) {
            // So that a server that sets the option too can still listen on this port. Not before the bind, which would
            // then share the port with another second socket, and one of the two could not connect.
            second.setReuseAddress(true);
        }
    }

    private static boolean isBound(Socket socket, int port) {
        try {
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            // In use, or kept from this process.
            return false;
        }
    }

    private boolean mayBeOfThisMachine(InetAddress address) {
        InetSocketAddress anyPort = new InetSocketAddress(address, 0);
        long now = nanoTime.getAsLong();
        if (remote.hasSince(anyPort, now - REMOTE_NANOS)) {
            return false;
        }
        try {
            trialBind.of(address);
            if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
                return true;
            }
            // Where net.ipv4.ip_nonlocal_bind is set, any address can be bound.
            remote.add(anyPort, now);
            return false;
        } catch (BindException e) {
            if (Errno.of(e, ErrorTexts.ofProcess()) == Errno.EADDRINUSE) {
                // The address can be bound, but has no port left.
                return true;
            }
            remote.add(anyPort, now);
            return false;
        } catch (IOException e) {
            // No descriptor, perhaps. A second look that is not needed costs less than an answer by no listener.
            return true;
        }
    }

    private static void bindDatagramSocket(InetAddress address) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(address, 0));
        }
    }
}
