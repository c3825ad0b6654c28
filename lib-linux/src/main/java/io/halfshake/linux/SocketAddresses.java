package io.halfshake.linux;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;

/** Socket addresses as the kernel reads them: struct sockaddr_in (ip(7)) and struct sockaddr_in6 (ipv6(7)). */
final class SocketAddresses {
    static final int MAX_LENGTH = 28;

    private static final int IPV4_LENGTH = 16;
    private static final int IPV6_LENGTH = 28;
    private static final int NETLINK_LENGTH = 12;

    /** The last bit of an address, as the native byte order of x86-64 and aarch64 reads it in a long. */
    private static final long LOOPBACK_BIT = 1L << 56;

    private SocketAddresses() {}

    static int family(InetAddress address) {
        return address instanceof Inet6Address ? LibC.AF_INET6 : LibC.AF_INET;
    }

    /** Whether the address names an interface too, or needs one. */
    static boolean hasScope(InetAddress address) {
        return address instanceof Inet6Address ipv6 && (ipv6.getScopeId() != 0 || ipv6.isLinkLocalAddress());
    }

    /** Writes an address and returns its length. */
    static int write(InetSocketAddress address, NativeMemory into) {
        return write(address.getAddress(), address.getPort(), into);
    }

    static int write(InetAddress ip, int port, NativeMemory into) {
        return write(ip, port, into, 0);
    }

    static int write(InetAddress ip, int port, NativeMemory into, int at) {
        byte[] octets = octets(ip);
        into.bytes.putShort(at, (short) family(ip));
        putPort(into, at, port);
        if (ip instanceof Inet6Address ipv6) {
            into.bytes.putInt(at + 4, 0);
            into.bytes.put(at + 8, octets);
            into.bytes.putInt(at + 24, ipv6.getScopeId());
            return IPV6_LENGTH;
        }
        // One by one: for so few, that is faster than a bulk put.
        for (int i = 0; i < octets.length; i++) {
            into.bytes.put(at + 4 + i, octets[i]);
        }
        into.bytes.putLong(at + 8, 0);
        return IPV4_LENGTH;
    }

    /** An IPv4 address that is a number, with any port that is not zero. */
    static int write(int ipv4, NativeMemory into) {
        into.bytes.putShort(0, (short) LibC.AF_INET);
        putPort(into, 0, 1);
        for (int i = 0; i < Integer.BYTES; i++) {
            into.bytes.put(4 + i, (byte) (ipv4 >>> (24 - 8 * i)));
        }
        into.bytes.putLong(8, 0);
        return IPV4_LENGTH;
    }

    /** Every address of this machine, and one port. */
    static int writeWildcard(int family, int port, NativeMemory into) {
        for (int i = 0; i < IPV6_LENGTH; i++) {
            into.bytes.put(i, (byte) 0);
        }
        into.bytes.putShort(0, (short) family);
        putPort(into, 0, port);
        return family == LibC.AF_INET6 ? IPV6_LENGTH : IPV4_LENGTH;
    }

    /** struct sockaddr_nl, netlink(7): the kernel names the socket, which listens to these groups. */
    static int writeNetlink(int groups, NativeMemory into) {
        into.bytes.putShort(0, (short) LibC.AF_NETLINK).putShort(2, (short) 0);
        into.bytes.putInt(4, 0).putInt(8, groups);
        return NETLINK_LENGTH;
    }

    /** An IPv4 address as a number. */
    static int ipv4(NativeMemory from) {
        return ipv4(from, 0);
    }

    static int ipv4(NativeMemory from, int at) {
        int value = from.bytes.getInt(at + 4);
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(value) : value;
    }

    /** The first half of an IPv6 address as a number. */
    static long ipv6High(NativeMemory from, int at) {
        return bigEndian(from, at + 8);
    }

    /** Its second half. */
    static long ipv6Low(NativeMemory from, int at) {
        return bigEndian(from, at + 16);
    }

    private static long bigEndian(NativeMemory from, int at) {
        long value = from.bytes.getLong(at);
        return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Long.reverseBytes(value) : value;
    }

    /** Whether two addresses in memory have the same family, port and IP address. */
    static boolean same(NativeMemory a, NativeMemory b) {
        boolean ipv6 = a.bytes.getShort(0) == LibC.AF_INET6;
        int from = ipv6 ? 8 : 4;
        int to = ipv6 ? 24 : 8;
        if (a.bytes.getInt(0) != b.bytes.getInt(0)) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (a.bytes.get(i) != b.bytes.get(i)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether an address in memory is none that an answer from there can come back to: the kernel takes the wildcard or
     * the loopback address where an interface has none.
     */
    static boolean isNoSourceFor(InetAddress target, NativeMemory source) {
        boolean ipv6 = source.bytes.getShort(0) == LibC.AF_INET6;
        boolean inside = target.isLoopbackAddress() || target.isAnyLocalAddress();
        if (inside || !ipv6) {
            return !inside && source.bytes.getInt(4) == 0;
        }
        // All zero but perhaps the last bit: :: or ::1.
        return source.bytes.getLong(8) == 0 && (source.bytes.getLong(16) & ~LOOPBACK_BIT) == 0;
    }

    /** Clears the port of an address in memory, and returns the address's length. */
    static int anyPort(NativeMemory address) {
        putPort(address, 0, 0);
        return address.bytes.getShort(0) == LibC.AF_INET6 ? IPV6_LENGTH : IPV4_LENGTH;
    }

    /** The wildcard address means this machine, and is written as the loopback address that the kernel would choose. */
    static byte[] octets(InetAddress ip) {
        byte[] octets = ip.getAddress();
        if (ip.isAnyLocalAddress()) {
            octets[octets.length - 1] = 1;
            if (octets.length == 4) {
                octets[0] = 127;
            }
        }
        return octets;
    }

    /** In network byte order, that is, the high octet first. */
    private static void putPort(NativeMemory into, int at, int port) {
        into.bytes.put(at + 2, (byte) (port >> 8)).put(at + 3, (byte) port);
    }
}
