package io.halfshake.linux;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/**
 * What a packet and its answer have in common: the remote address, the remote port, and our local ID, which is a local
 * port or an echo's sequence number. Flows of one family are compared with each other only.
 */
class Flow {
    private long highAddress;
    private long lowAddress;
    private int port;
    private int localId;

    final void address(long high, long low) {
        highAddress = high;
        lowAddress = low;
    }

    final void address(InetAddress address) {
        byte[] octets = SocketAddresses.octets(address);
        ByteBuffer bytes = ByteBuffer.wrap(octets);
        boolean ipv4 = octets.length == Integer.BYTES;
        address(ipv4 ? 0 : bytes.getLong(0), ipv4 ? bytes.getInt(0) & 0xffffffffL : bytes.getLong(Long.BYTES));
    }

    /** That of a socket address in memory, whose port is not read. */
    final void address(NativeMemory from, int at, int family) {
        if (family == LibC.AF_INET6) {
            address(SocketAddresses.ipv6High(from, at), SocketAddresses.ipv6Low(from, at));
        } else {
            address(0, SocketAddresses.ipv4(from, at) & 0xffffffffL);
        }
    }

    final void name(int remotePort, int ownMark) {
        port = remotePort;
        localId = ownMark;
    }

    final long highAddress() {
        return highAddress;
    }

    final long lowAddress() {
        return lowAddress;
    }

    final int port() {
        return port;
    }

    final int localId() {
        return localId;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Flow that
                && lowAddress == that.lowAddress
                && localId == that.localId
                && port == that.port
                && highAddress == that.highAddress;
    }

    @Override
    public final int hashCode() {
        long mixed = lowAddress * 0x9e3779b97f4a7c15L ^ highAddress * 0xc2b2ae3d27d4eb4fL;
        mixed = (mixed ^ mixed >>> 29) + ((long) port << 16 | localId) * 0xbf58476d1ce4e5b9L;
        return (int) (mixed >>> 32);
    }
}
