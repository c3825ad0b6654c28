package io.halfshake.linux;

import io.halfshake.Signal;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * ICMP and ICMPv6 echo: RFC 792, RFC 4443 section 4. Through ping sockets, to which the kernel gives an identifier and
 * brings only their own replies (icmp(7), ping_group_range), or else through raw sockets.
 */
final class EchoFormat implements PacketFormat {
    // RFC 792 and RFC 4443: types, and the header before the payload.
    private static final int REQUEST = 8;
    private static final int REPLY = 0;
    private static final int REQUEST_IPV6 = 128;
    private static final int REPLY_IPV6 = 129;
    private static final int HEADER = 8;

    /** The secret, twice, so that it looks like no other protocol's payload and is as long as a usual ping's stamp. */
    private static final int PAYLOAD = 16;

    private static final int SEQUENCE_NUMBERS = 1 << 16;

    private final SystemCalls calls;
    private final SocketOptions options;
    private final int receiveBuffer;
    private final SipHash hash = SipHash.secret();

    /** Of raw sockets; ping sockets get theirs from the kernel. */
    private final int identifier = (int) hash.hash(1, 2, 3) & 0xffff;

    private boolean isRawIpv4;
    private boolean isRawIpv6;
    private int sequence;
    private long transmissions;

    EchoFormat(SystemCalls calls, SocketOptions options, int receiveBuffer) {
        this.calls = calls;
        this.options = options;
        this.receiveBuffer = receiveBuffer;
    }

    @Override
    public Signal answerer() {
        return Signal.ICMP;
    }

    @Override
    public int port(InetSocketAddress address) {
        return 0;
    }

    @Override
    public int open(int family) {
        int protocol = family == LibC.AF_INET ? LibC.IPPROTO_ICMP : LibC.IPPROTO_ICMPV6;
        try {
            return PacketSocket.open(calls, family, LibC.SOCK_DGRAM, protocol, options, receiveBuffer);
        } catch (SystemCallException e) {
            int descriptor = PacketSocket.open(calls, family, LibC.SOCK_RAW, protocol, options, receiveBuffer);
            if (family == LibC.AF_INET) {
                isRawIpv4 = true;
            } else {
                isRawIpv6 = true;
            }
            return descriptor;
        }
    }

    boolean isRaw(int family) {
        return family == LibC.AF_INET ? isRawIpv4 : isRawIpv6;
    }

    @Override
    public void opened(PacketSocket socket) {
        socket.register();
    }

    @Override
    public void assignLocalId(Transmission transmission, PacketSocket socket) {
        int tried = 0;
        do {
            sequence = sequence + 1 & SEQUENCE_NUMBERS - 1;
            transmission.name(0, sequence);
            if (tried++ == SEQUENCE_NUMBERS) {
                // Too many requests to one address are in flight.
                throw new SystemCallException("sequence number", Errno.EAGAIN.number);
            }
        } while (socket.flows.containsKey(transmission));
        transmission.secret = hash.hash(transmission.highAddress(), transmission.lowAddress(), ++transmissions);
    }

    @Override
    public int write(Transmission transmission, ByteBuffer into, int at) {
        boolean ipv6 = transmission.probe.isIpv6();
        into.putShort(at, (short) ((ipv6 ? REQUEST_IPV6 : REQUEST) << 8));
        into.putShort(at + 2, (short) 0);
        into.putShort(at + 4, (short) identifier);
        into.putShort(at + 6, (short) transmission.localId());
        into.putLong(at + HEADER, transmission.secret);
        into.putLong(at + HEADER + Long.BYTES, transmission.secret);
        if (isRawIpv4 && !ipv6) {
            into.putShort(at + 2, (short) ~Segments.fold(Segments.sum(into, at, HEADER + PAYLOAD)));
        }
        return HEADER + PAYLOAD;
    }

    @Override
    public boolean findsRoutes(int family) {
        return false;
    }

    @Override
    public void forget() {}

    @Override
    public boolean read(int family, ByteBuffer from, int at, int length, ParsedReply into) {
        boolean ipv4 = family == LibC.AF_INET;
        // A raw IPv4 socket receives the IP header too.
        int header = ipv4 && isRawIpv4 ? 4 * (from.get(at) & 0xf) : 0;
        if (length < header + HEADER + PAYLOAD) {
            return false;
        }
        return readEcho(from, at + header, ipv4 ? REPLY : REPLY_IPV6, isRaw(family), into)
                && readProof(from, at + header, into);
    }

    @Override
    public boolean readQuoted(int family, ByteBuffer from, int at, int length, ParsedReply into) {
        boolean ipv4 = family == LibC.AF_INET;
        if (length < HEADER || !readEcho(from, at, ipv4 ? REQUEST : REQUEST_IPV6, isRaw(family), into)) {
            return false;
        }
        // RFC 792 asks routers for no more of a packet than its ICMP header.
        into.isUnproven = length < HEADER + PAYLOAD;
        return into.isUnproven || readProof(from, at, into);
    }

    private boolean readEcho(ByteBuffer from, int at, int type, boolean raw, ParsedReply into) {
        boolean ours = (from.get(at) & 0xff) == type && from.get(at + 1) == 0;
        into.port = 0;
        into.localId = from.getShort(at + 6) & 0xffff;
        return ours && (!raw || (from.getShort(at + 4) & 0xffff) == identifier);
    }

    private static boolean readProof(ByteBuffer from, int at, ParsedReply into) {
        into.proof = from.getLong(at + HEADER);
        return from.getLong(at + HEADER + Long.BYTES) == into.proof;
    }

    @Override
    public boolean releaseSome(int most) {
        return true;
    }
}
