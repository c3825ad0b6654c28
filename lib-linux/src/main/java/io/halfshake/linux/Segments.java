package io.halfshake.linux;

import java.nio.ByteBuffer;

/**
 * TCP segments as they go over the wire: RFC 791 section 3.1, RFC 9293 section 3.1. Pure functions on buffers in
 * network byte order; reading it never throws, with any content.
 */
final class Segments {
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    static final int IPV4_HEADER = 20;
    static final int TCP_HEADER = 20;

    /** A SYN with its one option. */
    static final int SYN_LENGTH = TCP_HEADER + 4;

    private static final int DO_NOT_FRAGMENT = 0x4000;
    private static final int WINDOW = 64_240;

    /** RFC 9293 section 3.7.1: a SYN says how much the sender takes at once; some firewalls drop one that does not. */
    private static final int MAXIMUM_SEGMENT_SIZE_1460 = 0x020405b4;

    private Segments() {}

    /**
     * Writes an IPv4 packet with a SYN. The kernel fills in its identification, its length and its header's checksum,
     * as with every IP_HDRINCL socket (raw(7)). Returns the length.
     */
    static int writeSynPacket(
            ByteBuffer into,
            int at,
            int source,
            int destination,
            int sourcePort,
            int port,
            int sequence,
            int hops,
            int trafficClass) {
        into.putShort(at, (short) (0x4500 | trafficClass));
        into.putShort(at + 2, (short) (IPV4_HEADER + SYN_LENGTH));
        into.putShort(at + 4, (short) 0);
        into.putShort(at + 6, (short) DO_NOT_FRAGMENT);
        into.putShort(at + 8, (short) (hops << 8 | LibC.IPPROTO_TCP));
        into.putShort(at + 10, (short) 0);
        into.putInt(at + 12, source);
        into.putInt(at + 16, destination);
        int tcp = at + IPV4_HEADER;
        writeSyn(into, tcp, sourcePort, port, sequence);
        int pseudoHeader = pseudoHeader(source, destination, SYN_LENGTH);
        into.putShort(tcp + 16, (short) ~fold(pseudoHeader + sum(into, tcp, SYN_LENGTH)));
        return IPV4_HEADER + SYN_LENGTH;
    }

    /** Writes a SYN whose checksum the kernel fills in (IPV6_CHECKSUM, ipv6(7)). Returns the length. */
    static int writeSyn(ByteBuffer into, int at, int sourcePort, int port, int sequence) {
        into.putShort(at, (short) sourcePort);
        into.putShort(at + 2, (short) port);
        into.putInt(at + 4, sequence);
        into.putInt(at + 8, 0);
        into.putShort(at + 12, (short) (((SYN_LENGTH / 4) << 12) | SYN));
        into.putShort(at + 14, (short) WINDOW);
        into.putInt(at + 16, 0);
        into.putInt(at + 20, MAXIMUM_SEGMENT_SIZE_1460);
        return SYN_LENGTH;
    }

    /** False if what was received is no sound answer to a SYN: neither SYN-ACK nor RST with ACK, or damaged. */
    static boolean readPacket(ByteBuffer from, int at, int length, Answer into) {
        if (length < IPV4_HEADER || from.get(at) >> 4 != 4) {
            return false;
        }
        int header = 4 * (from.get(at) & 0xf);
        boolean whole = header >= IPV4_HEADER
                && length >= header + TCP_HEADER
                && from.get(at + 9) == LibC.IPPROTO_TCP
                && (from.getShort(at + 6) & 0x3fff) == 0;
        if (!whole) {
            return false;
        }
        int end = Math.min(length, from.getShort(at + 2) & 0xffff);
        int source = from.getInt(at + 12);
        int destination = from.getInt(at + 16);
        return readSegment(from, at + header, end - header, into)
                && isSound(from, at + header, end - header, pseudoHeader(source, destination, end - header));
    }

    /** The same for what an IPv6 socket receives: the segment alone, whose checksum the kernel has verified. */
    static boolean readSegment(ByteBuffer from, int at, int length, Answer into) {
        if (length < TCP_HEADER || 4 * (from.get(at + 12) >> 4 & 0xf) > length) {
            return false;
        }
        into.port = from.getShort(at) & 0xffff;
        into.localPort = from.getShort(at + 2) & 0xffff;
        into.acknowledged = from.getInt(at + 8);
        int flags = from.get(at + 13) & (SYN | RST | ACK);
        into.isReset = flags == (RST | ACK);
        return into.isReset || flags == (SYN | ACK);
    }

    /**
     * Whether the checksum is right. A packet that never left this machine may hold the sum of the pseudo header only,
     * which the network card would have completed (linux/Documentation/networking/checksum-offloads.rst). Nothing tells
     * which one did, so that of corrupted packets one in 65,536 passes for one of those.
     */
    private static boolean isSound(ByteBuffer from, int at, int length, int pseudoHeader) {
        int sum = fold(pseudoHeader + sum(from, at, length));
        int partial = fold(pseudoHeader);
        return sum == 0xffff || (from.getShort(at + 16) & 0xffff) == partial;
    }

    private static int pseudoHeader(int source, int destination, int length) {
        return (source >>> 16)
                + (source & 0xffff)
                + (destination >>> 16)
                + (destination & 0xffff)
                + LibC.IPPROTO_TCP
                + length;
    }

    /** RFC 1071: the sum of sixteen-bit words, its carries still above them. */
    static int sum(ByteBuffer bytes, int at, int length) {
        int sum = 0;
        for (int i = 0; i + 1 < length; i += 2) {
            sum += bytes.getShort(at + i) & 0xffff;
        }
        return length % 2 == 0 ? sum : sum + ((bytes.get(at + length - 1) & 0xff) << 8);
    }

    static int fold(int sum) {
        int folded = (sum & 0xffff) + (sum >>> 16);
        return (folded & 0xffff) + (folded >>> 16);
    }

    /** The fields of a SYN-ACK or RST. */
    static final class Answer {
        int port;
        int localPort;
        int acknowledged;
        boolean isReset;
    }
}
