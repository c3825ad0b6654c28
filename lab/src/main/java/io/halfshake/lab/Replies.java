package io.halfshake.lab;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes the packets that hosts and routers send. Pure functions of what they answer. */
final class Replies {
    /** Of no consequence, but a Linux server's. */
    private static final int HOPS = 64;

    private static final int WINDOW = 65_160;
    private static final int MAXIMUM_SEGMENT_OPTION = 0x020405b4;
    private static final int TIMESTAMPS_OPTION = 0x0101080a;
    private static final int FRAGMENT_HEADER = 44;

    /** RFC 792 and RFC 1812 section 4.3.2.3; enough to hold any SYN whole. */
    private static final int QUOTED = 128;

    private Replies() {}

    /** A SYN-ACK with the options of a usual server. */
    static byte[] synAck(Packet syn, int fromPort, int sequence, int acknowledged, int window) {
        int options = 4 + (syn.hasTimestamp ? 12 : 0);
        ByteBuffer packet = ip(syn, syn.destination(), Packet.TCP, Packet.TCP_HEADER + options);
        int tcp = tcp(packet, syn, fromPort, sequence, acknowledged, Packet.SYN | Packet.ACK, options);
        packet.putShort(tcp + 14, (short) window);
        packet.putInt(tcp + Packet.TCP_HEADER, MAXIMUM_SEGMENT_OPTION);
        if (syn.hasTimestamp) {
            packet.putInt(tcp + Packet.TCP_HEADER + 4, TIMESTAMPS_OPTION);
            // Our own clock may say anything that is not zero.
            packet.putInt(tcp + Packet.TCP_HEADER + 8, sequence | 1);
            packet.putInt(tcp + Packet.TCP_HEADER + 12, syn.timestamp);
        }
        return checked(packet, tcp, 16, Packet.TCP);
    }

    static byte[] synAck(Packet syn, int sequence) {
        return synAck(syn, syn.port, sequence, syn.sequence + 1, WINDOW);
    }

    /** A SYN from the port that was asked to the one that asks. */
    static byte[] syn(Packet to, int sequence) {
        return reset(to, Packet.SYN, sequence, 0);
    }

    /** RFC 9293 section 3.10.7.1: to a SYN for a closed port, or what a server says that gives up. */
    static byte[] reset(Packet to, int flags, int sequence, int acknowledged) {
        ByteBuffer packet = ip(to, to.destination(), Packet.TCP, Packet.TCP_HEADER);
        int tcp = tcp(packet, to, to.port, sequence, acknowledged, flags, 0);
        return checked(packet, tcp, 16, Packet.TCP);
    }

    private static int tcp(
            ByteBuffer packet, Packet to, int fromPort, int sequence, int acknowledged, int flags, int options) {
        int tcp = to.ipv6 ? Packet.IPV6_HEADER : Packet.IPV4_HEADER;
        packet.putShort(tcp, (short) fromPort);
        packet.putShort(tcp + 2, (short) to.sourcePort);
        packet.putInt(tcp + 4, sequence);
        packet.putInt(tcp + 8, acknowledged);
        packet.put(tcp + 12, (byte) (((Packet.TCP_HEADER + options) / 4) << 4));
        packet.put(tcp + 13, (byte) flags);
        return tcp;
    }

    /** An ICMP error about a packet, which it quotes. */
    static byte[] error(Packet about, byte[] from, int type, int code) {
        return error(about, from, type, code, Math.min(about.length, QUOTED), about.sequence);
    }

    static byte[] error(Packet about, byte[] from, int type, int code, int quoted, int sequence) {
        int protocol = about.ipv6 ? Packet.ICMPV6 : Packet.ICMP;
        ByteBuffer packet = ip(about, from, protocol, Packet.ICMP_HEADER + quoted);
        int icmp = packet.position();
        packet.put(icmp, (byte) type);
        packet.put(icmp + 1, (byte) code);
        for (int i = 0; i < quoted; i++) {
            packet.put(icmp + Packet.ICMP_HEADER + i, about.bytes.get(i));
        }
        if (sequence != about.sequence) {
            packet.putInt(icmp + Packet.ICMP_HEADER + about.transport + 4, sequence);
        }
        return checked(packet, icmp, 2, protocol);
    }

    static byte[] echo(Packet request) {
        int protocol = request.ipv6 ? Packet.ICMPV6 : Packet.ICMP;
        int length = request.length - request.transport;
        ByteBuffer packet = ip(request, request.destination(), protocol, length);
        int icmp = packet.position();
        for (int i = 0; i < length; i++) {
            packet.put(icmp + i, request.bytes.get(request.transport + i));
        }
        packet.put(icmp, (byte) (request.ipv6 ? 129 : 0));
        packet.putShort(icmp + 2, (short) 0);
        return checked(packet, icmp, 2, protocol);
    }

    /**
     * The segment, with its last octet changed after the checksum was made. By chance that could be the sum of the
     * pseudo header alone, as a packet has it that never left its machine, and that would be taken for sound.
     */
    static byte[] corrupted(byte[] packet, boolean ipv6) {
        ByteBuffer bytes = ByteBuffer.wrap(packet);
        int tcp = ipv6 ? Packet.IPV6_HEADER : Packet.IPV4_HEADER;
        int pseudoHeader = sum(bytes, ipv6 ? 8 : 12, ipv6 ? 32 : 8, Packet.TCP + packet.length - tcp);
        packet[packet.length - 1] ^= 0x55;
        if (bytes.getShort(tcp + 16) == (short) pseudoHeader) {
            packet[tcp + 16] ^= 0x55;
        }
        return packet;
    }

    /** The packet, so much shorter, in IP's eyes too. */
    static byte[] truncated(byte[] packet, boolean ipv6, int by) {
        ByteBuffer cut = ByteBuffer.wrap(packet, 0, packet.length - by);
        if (ipv6) {
            cut.putShort(4, (short) (cut.limit() - Packet.IPV6_HEADER));
        } else {
            cut.putShort(2, (short) cut.limit());
            cut.putShort(10, (short) 0);
            cut.putShort(10, (short) ~sum(cut, 0, Packet.IPV4_HEADER, 0));
        }
        byte[] octets = new byte[cut.limit()];
        cut.get(0, octets);
        return octets;
    }

    /** The packet in fragments of eight octets: RFC 791 section 3.2, RFC 8200 section 4.5. */
    static List<byte[]> fragments(byte[] packet, boolean ipv6) {
        List<byte[]> fragments = new ArrayList<>();
        int header = ipv6 ? Packet.IPV6_HEADER : Packet.IPV4_HEADER;
        int identification = ByteBuffer.wrap(packet).getInt(packet.length - Integer.BYTES);
        for (int at = header; at < packet.length; at += 8) {
            int length = Math.min(8, packet.length - at);
            boolean more = at + length < packet.length;
            fragments.add(fragment(packet, ipv6, at, length, at - header, more, identification));
        }
        return fragments;
    }

    private static byte[] fragment(
            byte[] packet, boolean ipv6, int at, int length, int offset, boolean more, int identification) {
        int header = ipv6 ? Packet.IPV6_HEADER + 8 : Packet.IPV4_HEADER;
        ByteBuffer fragment = ByteBuffer.allocate(header + length);
        fragment.put(0, packet, 0, ipv6 ? Packet.IPV6_HEADER : Packet.IPV4_HEADER);
        fragment.put(header, packet, at, length);
        if (ipv6) {
            fragment.putShort(4, (short) (8 + length));
            fragment.put(Packet.IPV6_HEADER, fragment.get(6));
            fragment.put(6, (byte) FRAGMENT_HEADER);
            fragment.putShort(Packet.IPV6_HEADER + 2, (short) (offset | (more ? 1 : 0)));
            fragment.putInt(Packet.IPV6_HEADER + 4, identification);
        } else {
            fragment.putShort(2, (short) (header + length));
            fragment.putShort(4, (short) identification);
            fragment.putShort(6, (short) (offset / 8 | (more ? 0x2000 : 0)));
            fragment.putShort(10, (short) 0);
            fragment.putShort(10, (short) ~sum(fragment, 0, Packet.IPV4_HEADER, 0));
        }
        return fragment.array();
    }

    /** An IP header back to the sender of a packet. The position is where the payload begins. */
    private static ByteBuffer ip(Packet to, byte[] from, int protocol, int payload) {
        int header = to.ipv6 ? Packet.IPV6_HEADER : Packet.IPV4_HEADER;
        ByteBuffer packet = ByteBuffer.allocate(header + payload);
        if (to.ipv6) {
            packet.putInt(0, 6 << 28);
            packet.putShort(4, (short) payload);
            packet.put(6, (byte) protocol);
            packet.put(7, (byte) HOPS);
            packet.put(8, from);
            packet.put(24, to.source());
        } else {
            packet.put(0, (byte) 0x45);
            packet.putShort(2, (short) (header + payload));
            packet.put(8, (byte) HOPS);
            packet.put(9, (byte) protocol);
            packet.put(12, from);
            packet.put(16, to.source());
            packet.putShort(10, (short) ~sum(packet, 0, header, 0));
        }
        return packet.position(header);
    }

    /** Fills in the checksum of TCP or ICMP. ICMP has no pseudo header, ICMPv6 has. */
    private static byte[] checked(ByteBuffer packet, int transport, int checksumAt, int protocol) {
        int length = packet.capacity() - transport;
        boolean ipv6 = transport == Packet.IPV6_HEADER;
        int start = 0;
        if (protocol != Packet.ICMP) {
            start = sum(packet, ipv6 ? 8 : 12, ipv6 ? 32 : 8, protocol + length);
        }
        packet.putShort(transport + checksumAt, (short) ~sum(packet, transport, length, start));
        byte[] octets = new byte[packet.capacity()];
        packet.get(0, octets);
        return octets;
    }

    /** RFC 1071: the ones' complement sum of sixteen-bit words. */
    static int sum(ByteBuffer packet, int from, int length, int start) {
        int sum = start;
        for (int i = 0; i + 1 < length; i += 2) {
            sum += packet.getShort(from + i) & 0xffff;
        }
        if (length % 2 == 1) {
            sum += (packet.get(from + length - 1) & 0xff) << 8;
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return sum;
    }
}
