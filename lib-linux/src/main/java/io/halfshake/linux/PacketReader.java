package io.halfshake.linux;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.IcmpMessage;
import io.halfshake.Signal;
import io.halfshake.spi.Outcome;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the network's replies from a socket. What answers no packet in flight changes nothing. Belongs to its loop's
 * thread.
 */
final class PacketReader {
    /** As {@code mostReads}: until nothing is left. */
    static final int ALL = Integer.MAX_VALUE;

    /** Each ICMP error that arrives meanwhile makes one read fail. */
    private static final int MAX_FAILED_READS = 8;

    private final String engine;
    private final SystemCalls calls;
    private final PacketFormat format;
    private final EngineLoop<PacketProbe> loop;
    private final MmsgBuffers incoming = new MmsgBuffers();
    private final Flow sought = new Flow();
    private final ParsedReply answer = new ParsedReply();
    private final Evidence usual;

    PacketReader(String engine, SystemCalls calls, PacketFormat format, EngineLoop<PacketProbe> loop) {
        this.engine = engine;
        this.calls = calls;
        this.format = format;
        this.loop = loop;
        this.usual = evidence(format.answerer(), null, null, 1, Evidence.Clock.KERNEL);
    }

    /** Reads what has arrived, in a limited number of calls. */
    void receive(PacketSocket socket, int mostReads) {
        // An ICMP error that arrives during a call ends it early: fewer packets than fit do not mean that none is left.
        // In a turn that need not be known, since the socket reports the rest.
        int least = mostReads == ALL ? 1 : MmsgBuffers.COUNT;
        int received = least;
        for (int i = 0; i < mostReads && received >= least && socket.isOpen(); i++) {
            received = receive(socket, i == 0);
        }
        if (mostReads == ALL && received < 0 && received != -Errno.EAGAIN.number) {
            // Answers may be left that cannot be read.
            socket.lost(System.nanoTime());
        }
    }

    private int receive(PacketSocket socket, boolean isFirst) {
        int used = MmsgBuffers.COUNT;
        try {
            int received = calls.receive(socket.descriptor, incoming);
            for (int i = 0; i < MAX_FAILED_READS && received < 0 && received != -Errno.EAGAIN.number; i++) {
                // An ICMP error stands before the packets.
                readErrors(socket);
                received = calls.receive(socket.descriptor, incoming);
            }
            if (isFirst && received == MmsgBuffers.COUNT) {
                socket.detectLoss(System.nanoTime());
            }
            for (int message = 0; message < received; message++) {
                read(socket, message);
            }
            used = Math.max(0, received);
            return received;
        } finally {
            incoming.empty(used);
        }
    }

    private void read(PacketSocket socket, int message) {
        Transmission transmission = null;
        try {
            answer.clear();
            int length = incoming.received(message);
            if (format.read(socket.family, incoming.packets, MmsgBuffers.packetAt(message), length, answer)) {
                transmission = find(socket, message);
                if (transmission != null) {
                    end(transmission, answered(transmission, message));
                }
            }
        } catch (RuntimeException | Error e) {
            lost(socket, transmission, e);
        }
    }

    /** Ends the probe of a packet: its answer has come, or cannot come any more. */
    void end(Transmission transmission, Outcome outcome) {
        PacketProbe probe = transmission.probe;
        probe.abandon();
        loop.finish(probe, outcome);
    }

    /** What was read could not be processed: its probe fails, or silence proves nothing for any probe in flight. */
    private void lost(PacketSocket socket, @Nullable Transmission transmission, Throwable error) {
        if (transmission == null) {
            socket.lost(System.nanoTime());
            LoopWarning.PACKET_NOT_READ.report(error);
        } else {
            loop.fail(transmission.probe, error);
        }
    }

    /** The packet in flight that a reply is about, if the reply proves to know it. */
    private @Nullable Transmission find(PacketSocket socket, int message) {
        sought.address(incoming.names, MmsgBuffers.nameAt(message), socket.family);
        sought.name(answer.port, answer.localId);
        Transmission found = socket.flows.get(sought);
        return found != null && (answer.isUnproven || found.secret == answer.proof) ? found : null;
    }

    private Outcome answered(Transmission transmission, int message) {
        long elapsed = System.nanoTime() - transmission.sentAt;
        long byKernel = arrivedAt(message) - transmission.sentWallNanos;
        // The wall clock may have been set in between.
        boolean isKernels = byKernel >= 0 && byKernel <= elapsed + TimeUnit.MILLISECONDS.toNanos(1);
        long roundTrip = isKernels ? byKernel : Math.max(0, elapsed);
        Evidence.Clock clock = isKernels ? Evidence.Clock.KERNEL : Evidence.Clock.USER_SPACE;
        int sent = transmission.probe.sent;
        if (answer.isRefusal) {
            return new Outcome.Denied(DownReason.REFUSED, roundTrip, evidence(Signal.RST, null, null, sent, clock));
        }
        return new Outcome.Answered(
                roundTrip, isKernels && sent == 1 ? usual : evidence(format.answerer(), null, null, sent, clock));
    }

    /** socket(7), SO_TIMESTAMPNS: when the kernel got the packet. */
    private long arrivedAt(int message) {
        int at = incoming.findControl(message, LibC.SOL_SOCKET, LibC.SO_TIMESTAMPNS);
        if (at < 0) {
            return Long.MIN_VALUE / 2;
        }
        ByteBuffer control = incoming.control();
        return TimeUnit.SECONDS.toNanos(control.getLong(at)) + control.getLong(at + Long.BYTES);
    }

    /** Reads what ICMP said about packets of ours. */
    void readErrors(PacketSocket socket) {
        boolean more = true;
        while (more && socket.isOpen()) {
            incoming.empty(1);
            more = calls.receiveError(socket.descriptor, incoming) >= 0;
            if (more) {
                readError(socket);
            }
        }
    }

    private void readError(PacketSocket socket) {
        try {
            takeError(socket);
        } catch (RuntimeException | Error e) {
            lost(socket, null, e);
        }
    }

    private void takeError(PacketSocket socket) {
        boolean isIpv6 = socket.family == LibC.AF_INET6;
        int at = incoming.findControl(
                0, isIpv6 ? LibC.IPPROTO_IPV6 : LibC.IPPROTO_IP, isIpv6 ? LibC.IPV6_RECVERR : LibC.IP_RECVERR);
        answer.clear();
        int length = incoming.received(0);
        if (at < 0 || !format.readQuoted(socket.family, incoming.packets, 0, length, answer)) {
            return;
        }
        Transmission transmission = find(socket, 0);
        // linux/include/uapi/linux/errqueue.h: struct sock_extended_err.
        ByteBuffer control = incoming.control();
        int errno = control.getInt(at);
        int origin = control.get(at + 4);
        int type = control.get(at + 5) & 0xff;
        int code = control.get(at + 6) & 0xff;
        DownReason reason = IcmpErrors.reason(isIpv6, origin, type, code);
        if (transmission != null && reason != null) {
            IcmpMessage message = new IcmpMessage(isIpv6 ? 6 : 4, type, code);
            long roundTrip = Math.max(0, System.nanoTime() - transmission.sentAt);
            int sent = transmission.probe.sent;
            end(
                    transmission,
                    new Outcome.Denied(
                            reason,
                            roundTrip,
                            evidence(Signal.ICMP, message, Errno.name(errno), sent, Evidence.Clock.USER_SPACE)));
        }
    }

    /** Evidence where there was no answer. */
    Evidence without(Signal signal, int sent) {
        return evidence(signal, null, null, sent, Evidence.Clock.NONE);
    }

    private Evidence evidence(
            Signal signal, @Nullable IcmpMessage icmp, @Nullable String errno, int syns, Evidence.Clock clock) {
        Evidence evidence = Evidence.of(signal, engine, syns, clock);
        Evidence heard = icmp == null ? evidence : evidence.withIcmp(icmp);
        return errno == null ? heard : heard.withError("recvmsg", errno);
    }
}
