package io.halfshake.lab;

import java.nio.ByteBuffer;

/** The packet that was read last, taken apart: RFC 791, RFC 8200, RFC 9293 section 3.1. */
final class Packet {
    static final int FIN = 1;
    static final int SYN = 2;
    static final int RST = 4;
    static final int ACK = 16;

    static final int IPV4_HEADER = 20;
    static final int IPV6_HEADER = 40;
    static final int TCP_HEADER = 20;
    static final int ICMP_HEADER = 8;

    // https://www.iana.org/assignments/protocol-numbers
    static final int ICMP = 1;
    static final int TCP = 6;
    static final int ICMPV6 = 58;

    private static final int TIMESTAMPS = 8;
    private static final int NO_OPERATION = 1;

    /** What it is to the lab. */
    enum Kind {
        SYN,
        SYN_ACK,
        RST,
        ACK,
        FIN,
        ECHO,
        /** For none of the hosts, or nothing they know. */
        OTHER
    }

    final Addresses addresses;
    ByteBuffer bytes = ByteBuffer.allocate(0);
    int length;
    boolean ipv6;
    int host;
    int sourcePort;
    int port;
    int sequence;
    int acknowledged;

    /** RFC 7323 section 3: the sender's clock, which an answer echoes. */
    int timestamp;

    boolean hasTimestamp;

    /** Where the TCP or ICMP header begins. */
    int transport;

    Packet(Addresses addresses) {
        this.addresses = addresses;
    }

    Kind read(ByteBuffer from, int size) {
        bytes = from;
        length = size;
        ipv6 = from.get(0) >> 4 == 6;
        if (size < (ipv6 ? IPV6_HEADER : IPV4_HEADER)) {
            return Kind.OTHER;
        }
        host = addresses.hostOf(from, ipv6);
        if (host < 0) {
            return Kind.OTHER;
        }
        int protocol = from.get(ipv6 ? 6 : 9);
        transport = ipv6 ? IPV6_HEADER : 4 * (from.get(0) & 0xf);
        if (protocol == TCP && size >= transport + TCP_HEADER) {
            return tcp();
        }
        int echo = ipv6 ? 128 : 8;
        boolean icmp = protocol == (ipv6 ? ICMPV6 : ICMP) && size >= transport + ICMP_HEADER;
        return icmp && (from.get(transport) & 0xff) == echo ? Kind.ECHO : Kind.OTHER;
    }

    private Kind tcp() {
        sourcePort = bytes.getShort(transport) & 0xffff;
        port = bytes.getShort(transport + 2) & 0xffff;
        sequence = bytes.getInt(transport + 4);
        acknowledged = bytes.getInt(transport + 8);
        int flags = bytes.get(transport + 13);
        if ((flags & RST) != 0) {
            return Kind.RST;
        } else if ((flags & SYN) != 0) {
            readTimestamp();
            return (flags & ACK) != 0 ? Kind.SYN_ACK : Kind.SYN;
        }
        return (flags & FIN) != 0 ? Kind.FIN : Kind.ACK;
    }

    private void readTimestamp() {
        hasTimestamp = false;
        int end = Math.min(length, transport + 4 * (bytes.get(transport + 12) >> 4 & 0xf));
        int at = transport + TCP_HEADER;
        while (at < end && bytes.get(at) != 0) {
            if (bytes.get(at) == NO_OPERATION) {
                at++;
                continue;
            }
            int optionLength = at + 1 < end ? bytes.get(at + 1) & 0xff : 0;
            if (optionLength < 2) {
                return;
            }
            if (bytes.get(at) == TIMESTAMPS && at + 10 <= end) {
                hasTimestamp = true;
                timestamp = bytes.getInt(at + 2);
            }
            at += optionLength;
        }
    }

    /** Names a connection: family, host, and both ports. The lab has one client. */
    long connection() {
        return (ipv6 ? 1L << 48 : 0) | (long) host << 32 | (long) port << 16 | sourcePort;
    }

    byte[] source() {
        return octets(ipv6 ? 8 : 12);
    }

    byte[] destination() {
        return octets(ipv6 ? 24 : 16);
    }

    private byte[] octets(int at) {
        byte[] octets = new byte[ipv6 ? 16 : 4];
        bytes.get(at, octets);
        return octets;
    }
}
