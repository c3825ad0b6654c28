package io.halfshake.linux;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel whether a TCP socket listens at an address of this machine (sock_diag(7)). The kernel looks it up as
 * for a SYN (linux/net/ipv4/inet_diag.c, inet_diag_find_one_icsk()), so that a listener on the wildcard address or a
 * dual-stack one is found, too. Belongs to its loop's thread.
 */
final class ListenerLookup {
    /**
     * A kernel without tcp_diag starts modprobe for each request (linux/net/core/sock_diag.c, sock_load_diag_module()),
     * and its error is the same as without a listener, so that a listener of our own tells the two apart.
     */
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);

    // linux/include/uapi/linux/netlink.h, sock_diag.h and inet_diag.h, linux/include/net/tcp_states.h
    private static final short SOCK_DIAG_BY_FAMILY = 20;
    private static final short NLM_F_REQUEST = 1;
    private static final int LISTEN = 10;

    // struct nlmsghdr, and struct inet_diag_req_v2 or inet_diag_msg after it.
    private static final int TYPE = 4;
    private static final int FLAGS = 6;
    private static final int SEQUENCE = 8;
    private static final int FAMILY = 16;
    private static final int PROTOCOL = 17;
    private static final int STATE = 17;
    private static final int STATES = 20;
    private static final int SOURCE_PORT = 24;
    private static final int SOURCE = 28;
    private static final int INTERFACE = 60;
    private static final int COOKIE = 64;
    private static final int REQUEST_LENGTH = 72;

    private final SystemCalls calls;
    private int descriptor = -1;
    private @Nullable MmsgBuffers messages;
    private boolean isSupported;
    private boolean hasFailed;
    private long failedAt;
    private int sequence;

    ListenerLookup(SystemCalls calls) {
        this.calls = calls;
    }

    /** Whether a listener was found. Also false where the kernel does not tell. */
    boolean find(InetSocketAddress target) {
        if (hasFailed && System.nanoTime() - failedAt < RETRY_NANOS) {
            return false;
        }
        boolean found = isOpen() && exchange(target);
        if (!isSupported) {
            isSupported = found || findsOwn();
            hasFailed = !isSupported;
            failedAt = System.nanoTime();
        }
        return found;
    }

    private boolean findsOwn() {
        try (ServerSocket own = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return isOpen() && exchange(new InetSocketAddress(own.getInetAddress(), own.getLocalPort()));
        } catch (IOException e) {
            // As where all ports are used up: nothing is known.
            return false;
        }
    }

    private boolean isOpen() {
        if (descriptor < 0) {
            descriptor = calls.socket(LibC.AF_NETLINK, LibC.SOCK_RAW, LibC.NETLINK_SOCK_DIAG);
        }
        return descriptor >= 0;
    }

    private boolean exchange(InetSocketAddress target) {
        MmsgBuffers buffers = messages;
        if (buffers == null) {
            buffers = new MmsgBuffers();
            messages = buffers;
        }
        ByteBuffer packet = buffers.packets.duplicate().order(ByteOrder.nativeOrder());
        write(target, packet);
        buffers.ready(0, REQUEST_LENGTH, SocketAddresses.writeNetlink(0, buffers.names));
        int result = calls.send(descriptor, buffers, 0, 1);
        if (result >= 0) {
            buffers.empty(1);
            // The kernel has replied by the time that sendmmsg(2) returns.
            result = calls.receive(descriptor, buffers);
        }
        if (result <= 0 || packet.getInt(SEQUENCE) != sequence) {
            // A reply that was not read now must not be taken for the next one.
            close();
            return false;
        }
        return packet.getShort(TYPE) == SOCK_DIAG_BY_FAMILY && packet.get(STATE) == LISTEN;
    }

    private void write(InetSocketAddress target, ByteBuffer packet) {
        for (int i = 0; i < REQUEST_LENGTH; i += Long.BYTES) {
            packet.putLong(i, 0);
        }
        InetAddress ip = target.getAddress();
        packet.putInt(0, REQUEST_LENGTH).putShort(TYPE, SOCK_DIAG_BY_FAMILY).putShort(FLAGS, NLM_F_REQUEST);
        packet.putInt(SEQUENCE, ++sequence);
        packet.put(FAMILY, (byte) SocketAddresses.family(ip)).put(PROTOCOL, (byte) LibC.IPPROTO_TCP);
        packet.putInt(STATES, 1 << LISTEN);
        packet.put(SOURCE_PORT, (byte) (target.getPort() >> 8)).put(SOURCE_PORT + 1, (byte) target.getPort());
        packet.put(SOURCE, SocketAddresses.octets(ip));
        packet.putInt(INTERFACE, ip instanceof Inet6Address ipv6 ? ipv6.getScopeId() : 0);
        // INET_DIAG_NOCOOKIE
        packet.putLong(COOKIE, -1);
    }

    void close() {
        if (descriptor >= 0) {
            int closing = descriptor;
            descriptor = -1;
            calls.close(closing);
        }
    }
}
