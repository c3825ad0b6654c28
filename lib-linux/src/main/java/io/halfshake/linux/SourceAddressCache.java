package io.halfshake.linux;

import java.util.HashMap;
import java.util.Map;

/**
 * The source address that the kernel would choose for a destination: a UDP socket is connected, which sends nothing,
 * and asked for its address. Kept until the kernel reports a change of a link, an address or a route (rtnetlink(7)).
 * Belongs to its loop's thread. IPv4 only: for IPv6 the kernel writes the header and the checksum itself.
 */
final class SourceAddressCache {
    private static final int MAX_KEPT = 1 << 17;

    private final SystemCalls calls;
    private final Map<Integer, Integer> sources = new HashMap<>();
    private final NativeMemory address = new NativeMemory(SocketAddresses.MAX_LENGTH);
    private final int udp;
    private boolean isOpen = true;

    SourceAddressCache(SystemCalls calls, SocketOptions options) {
        this.calls = calls;
        this.udp = require(calls.socket(LibC.AF_INET, LibC.SOCK_DGRAM, 0), "socket(2)");
        boolean ready = false;
        try {
            options.apply(calls, udp, LibC.AF_INET);
            ready = true;
        } finally {
            if (!ready) {
                calls.close(udp);
            }
        }
    }

    private static int require(int result, String call) {
        if (result < 0) {
            throw new SystemCallException(call, -result);
        }
        return result;
    }

    /** The source address for a destination. Throws with the system call and its error if there is no route. */
    int source(int destination) {
        Integer known = sources.get(destination);
        if (known != null) {
            return known;
        }
        int found = find(destination);
        if (sources.size() >= MAX_KEPT) {
            sources.clear();
        }
        sources.put(destination, found);
        return found;
    }

    private int find(int destination) {
        int length = SocketAddresses.write(destination, address);
        int connected = calls.connect(udp, address, length);
        try {
            require(connected, "connect(2)");
            require(calls.localAddress(udp, address), "getsockname(2)");
            int found = SocketAddresses.ipv4(address);
            if (found == 0) {
                throw new SystemCallException("getsockname(2)", Errno.EADDRNOTAVAIL.number);
            }
            return found;
        } finally {
            // Else the next connect would keep this source address.
            calls.disconnect(udp);
        }
    }

    void forget() {
        sources.clear();
    }

    void close() {
        if (isOpen) {
            isOpen = false;
            calls.close(udp);
        }
    }
}
