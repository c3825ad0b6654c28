package io.halfshake.linux;

import io.halfshake.Signal;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SYNs through raw sockets. The kernel writes the IPv6 header and its checksums; the IPv4 packet is ours, so that its
 * source address is surely the one in the checksum.
 */
final class SynFormat implements PacketFormat {
    /** Marks tried before more ports are held. */
    private static final int FEW = 8;

    /** RFC 9293 section 3.1: where the checksum is in the TCP header. */
    private static final int CHECKSUM_AT = 16;

    /** RFC 1122 section 3.2.1.7 leaves it to the host; this is Linux's net.ipv4.ip_default_ttl. */
    private static final int USUAL_HOPS = 64;

    private final SystemCalls calls;
    private final SocketOptions options;
    private final int receiveBuffer;
    private final ReservedPorts ports;
    private final SipHash hash = SipHash.secret();
    private final Segments.Answer segment = new Segments.Answer();
    private final List<PacketSocket> sockets = new ArrayList<>();
    private @Nullable SourceAddressCache routes;
    private long transmissions;

    /** Targets that every port is in use towards, and why there are no more. By their family in place of a local ID. */
    private final Map<Flow, SystemCallException> crowded = new HashMap<>();

    /** Ports are held that the sockets do not let through yet. */
    private boolean isFilterStale;

    /** Throws with the system call and its error if not one port can be held. */
    SynFormat(SystemCalls calls, SocketOptions options, int receiveBuffer, ReservedPorts ports) {
        this.calls = calls;
        this.options = options;
        this.receiveBuffer = receiveBuffer;
        this.ports = ports;
        boolean held = false;
        try {
            ports.grow();
            held = true;
        } finally {
            if (!held) {
                ports.releaseSome(Integer.MAX_VALUE);
            }
        }
    }

    @Override
    public Signal answerer() {
        return Signal.SYN_ACK;
    }

    @Override
    public int port(InetSocketAddress address) {
        return address.getPort();
    }

    @Override
    public int open(int family) {
        if (family == LibC.AF_INET && routes == null) {
            routes = new SourceAddressCache(calls, options);
        }
        // With a protocol other than IPPROTO_RAW a raw socket receives too (raw(7)).
        int descriptor = PacketSocket.open(calls, family, LibC.SOCK_RAW, LibC.IPPROTO_TCP, options, receiveBuffer);
        boolean ready = false;
        try {
            if (family == LibC.AF_INET) {
                PacketSocket.set(calls, descriptor, LibC.IPPROTO_IP, LibC.IP_HDRINCL, 1, "IP_HDRINCL");
            } else {
                PacketSocket.set(
                        calls, descriptor, LibC.IPPROTO_IPV6, LibC.IPV6_CHECKSUM, CHECKSUM_AT, "IPV6_CHECKSUM");
            }
            filter(descriptor, family);
            ready = true;
            return descriptor;
        } finally {
            if (!ready) {
                calls.close(descriptor);
            }
        }
    }

    private void filter(int descriptor, int family) {
        SegmentFilter filter = SegmentFilter.forPorts(family, ports.lowest(), ports.highest());
        int result = calls.setOption(
                descriptor, LibC.SOL_SOCKET, LibC.SO_ATTACH_FILTER, filter.memory, SegmentFilter.LENGTH);
        if (result < 0) {
            throw new SystemCallException("setsockopt(SO_ATTACH_FILTER)", -result);
        }
    }

    @Override
    public void opened(PacketSocket socket) {
        if (!sockets.contains(socket)) {
            sockets.add(socket);
        }
        socket.register();
    }

    @Override
    public void assignLocalId(Transmission transmission, PacketSocket socket) {
        int port = transmission.probe.port;
        if (!crowded.isEmpty()) {
            // To try all local IDs again for each of thousands would keep the loop from its answers.
            transmission.name(port, -socket.family);
            SystemCallException localFailure = crowded.get(transmission);
            if (localFailure != null) {
                throw localFailure;
            }
        }
        if (isFilterStale) {
            filterAll();
        }
        boolean free = false;
        for (int i = 0; i < FEW && !free; i++) {
            transmission.name(port, ports.next());
            free = !socket.flows.containsKey(transmission);
        }
        if (!free) {
            assignSlowly(transmission, port, socket);
        }
        long own = (long) port << 32 | transmission.localId();
        transmission.secret =
                (int) hash.hash(transmission.highAddress() ^ ++transmissions, transmission.lowAddress(), own);
    }

    private void growPorts() {
        int before = ports.count();
        try {
            ports.grow();
        } finally {
            isFilterStale |= ports.count() != before;
        }
    }

    private void filterAll() {
        for (PacketSocket filtered : sockets) {
            filter(filtered.descriptor, filtered.family);
        }
        isFilterStale = false;
    }

    /** So many packets to the same address are in flight that more ports are needed, or all are tried. */
    private void assignSlowly(Transmission transmission, int port, PacketSocket socket) {
        SystemCallException localFailure = null;
        try {
            growPorts();
            filterAll();
        } catch (SystemCallException e) {
            localFailure = e;
        }
        if (localFailure != null && isFilterStale) {
            // Answers to the new ports would be thrown away, and a target that lives be silent.
            throw localFailure;
        }
        for (int i = 0; i < ports.count(); i++) {
            transmission.name(port, ports.next());
            if (!socket.flows.containsKey(transmission)) {
                return;
            }
        }
        SystemCallException none =
                localFailure == null ? new SystemCallException("bind(2)", Errno.EADDRINUSE.number) : localFailure;
        Flow target = new Flow();
        target.address(transmission.highAddress(), transmission.lowAddress());
        target.name(port, -socket.family);
        crowded.put(target, none);
        throw none;
    }

    @Override
    public void newBatch() {
        crowded.clear();
    }

    @Override
    public int write(Transmission transmission, ByteBuffer into, int at) {
        int sequence = (int) transmission.secret;
        if (routes == null || transmission.probe.isIpv6()) {
            return Segments.writeSyn(into, at, transmission.localId(), transmission.port(), sequence);
        }
        int destination = (int) transmission.lowAddress();
        return Segments.writeSynPacket(
                into,
                at,
                routes.source(destination),
                destination,
                transmission.localId(),
                transmission.port(),
                sequence,
                options.timeToLive() == SocketOptions.UNSET ? USUAL_HOPS : options.timeToLive(),
                Math.max(0, options.trafficClass()));
    }

    @Override
    public boolean findsRoutes(int family) {
        return family == LibC.AF_INET;
    }

    @Override
    public void forget() {
        if (routes != null) {
            routes.forget();
        }
    }

    @Override
    public boolean read(int family, ByteBuffer from, int at, int length, ParsedReply into) {
        boolean sound = family == LibC.AF_INET
                ? Segments.readPacket(from, at, length, segment)
                : Segments.readSegment(from, at, length, segment);
        if (sound) {
            into.port = segment.port;
            into.localId = segment.localPort;
            into.proof = (int) (segment.acknowledged - 1L);
            into.isRefusal = segment.isReset;
        }
        return sound;
    }

    @Override
    public boolean readQuoted(int family, ByteBuffer from, int at, int length, ParsedReply into) {
        int tcp = family == LibC.AF_INET ? Segments.IPV4_HEADER : 0;
        // Ports and sequence number: eight octets are what every router quotes (RFC 792).
        if (length < tcp + Long.BYTES) {
            return false;
        }
        into.localId = from.getShort(at + tcp) & 0xffff;
        into.port = from.getShort(at + tcp + 2) & 0xffff;
        into.proof = from.getInt(at + tcp + 4);
        return true;
    }

    @Override
    public boolean releaseSome(int most) {
        if (routes != null) {
            routes.close();
        }
        return ports.releaseSome(most);
    }
}
