package io.halfshake.linux;

import io.halfshake.internal.EphemeralPorts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * Which answers of this machine count only once a listener is known to exist. Two sockets that connect to each other's
 * port meet by simultaneous open (RFC 9293 section 3.5), and where one has already bound its port as the other's SYN
 * comes, what the latter sees does not differ from a listener's answer. Belongs to its loop's thread.
 */
final class LocalListeners {
    /** How long a listener is taken to exist without another proof. */
    private static final long PROOF_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int MAX_BINDS = 16;

    private final SystemCalls calls;
    private final SocketOptions options;
    private final EphemeralPorts ports;
    private final LocalAddresses addresses;
    private final ListenerLookup lookup;
    private final RecentReplies proven = new RecentReplies();
    private final NativeMemory source = new NativeMemory(SocketAddresses.MAX_LENGTH);
    private final NativeMemory value = new NativeMemory(Integer.BYTES);

    LocalListeners(SystemCalls calls, SocketOptions options, EphemeralPorts ports, LocalAddresses addresses) {
        this.calls = calls;
        this.options = options;
        this.ports = ports;
        this.addresses = addresses;
        this.lookup = new ListenerLookup(calls);
        value.bytes.putInt(0, 1);
    }

    /** Whether a socket that connects may have answered instead of one that listens. */
    boolean mayBeMissing(InetSocketAddress target) {
        if (!ports.contains(target.getPort())) {
            return false;
        }
        long now = System.nanoTime();
        if (proven.hasSince(target, now - PROOF_NANOS) || !addresses.contain(target.getAddress())) {
            return false;
        }
        if (!lookup.find(target)) {
            return true;
        }
        proven.add(target, now);
        return false;
    }

    /** A second socket was answered, too: from a port that the kernel gives to no socket by itself. */
    void add(InetSocketAddress target) {
        proven.add(target, System.nanoTime());
    }

    /**
     * Gives a new socket such a port, which it keeps for as long as it is open. Where none is free, the kernel's choice
     * must do.
     */
    void bindOutsideRange(HalfOpenSocket socket) {
        for (int i = 0; i < MAX_BINDS; i++) {
            int port = ports.randomOther();
            if (port != 0 && calls.bind(socket.descriptor, source, write(socket.family, port)) >= 0) {
                socket.keepsPort = true;
                // A server that sets the option too can still listen on this port. Before the bind, it would let
                // another socket of ours share the port, and one of the two could not connect.
                calls.setOption(socket.descriptor, LibC.SOL_SOCKET, LibC.SO_REUSEADDR, value, Integer.BYTES);
                return;
            }
        }
    }

    private int write(int family, int port) {
        InetAddress address = options.sourceAddress();
        return address == null
                ? SocketAddresses.writeWildcard(family, port, source)
                : SocketAddresses.write(address, port, source);
    }

    void close() {
        lookup.close();
    }
}
