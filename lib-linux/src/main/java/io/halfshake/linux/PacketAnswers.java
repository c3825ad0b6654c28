package io.halfshake.linux;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.IcmpMessage;
import io.halfshake.Speaker;
import io.halfshake.spi.Outcome;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a socket what the network answered. What proves to answer no packet that is on its way changes nothing.
 * Belongs to its loop's thread.
 */
final class PacketAnswers {
    private final String engine;
    private final SystemCalls calls;
    private final PacketFormat format;
    private final BiConsumer<Transmission, Outcome> onAnswer;
    private final Messages incoming = new Messages();
    private final Flow sought = new Flow();
    private final PacketAnswer answer = new PacketAnswer();
    private final Evidence usual;

    PacketAnswers(String engine, SystemCalls calls, PacketFormat format, BiConsumer<Transmission, Outcome> onAnswer) {
        this.engine = engine;
        this.calls = calls;
        this.format = format;
        this.onAnswer = onAnswer;
        this.usual = evidence(format.answerer(), null, null, 1, Evidence.Clock.KERNEL);
    }

    /** Reads what has arrived, in so many calls at most. */
    void receive(PacketSocket socket, int mostReads) {
        int received = Messages.COUNT;
        for (int i = 0; i < mostReads && received == Messages.COUNT && socket.isOpen(); i++) {
            received = calls.receive(socket.descriptor, incoming);
            if (received < 0 && received != -Errno.EAGAIN.number) {
                // An ICMP error stands before the packets.
                readErrors(socket);
                received = calls.receive(socket.descriptor, incoming);
            }
            if (i == 0 && received == Messages.COUNT) {
                socket.lookForLoss(System.nanoTime());
            }
            for (int message = 0; message < received; message++) {
                read(socket, message);
            }
            incoming.empty(Math.max(0, received));
        }
    }

    private void read(PacketSocket socket, int message) {
        answer.clear();
        int length = incoming.received(message);
        if (format.read(socket.family, incoming.packets, Messages.packetAt(message), length, answer)) {
            Transmission transmission = find(socket, message);
            if (transmission != null) {
                onAnswer.accept(transmission, answered(transmission, message));
            }
        }
    }

    /** The packet that an answer is about, if it is on its way and the answer proves to know it. */
    private @Nullable Transmission find(PacketSocket socket, int message) {
        SocketAddresses.read(incoming.names, Messages.nameAt(message), socket.family, sought);
        sought.name(answer.port, answer.mark);
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
        int sent = transmission.question.sent;
        if (answer.isRefusal) {
            return new Outcome.Denied(DownReason.REFUSED, roundTrip, evidence(Speaker.RST, null, null, sent, clock));
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
            int sent = transmission.question.sent;
            onAnswer.accept(
                    transmission,
                    new Outcome.Denied(
                            reason,
                            roundTrip,
                            evidence(Speaker.ICMP, message, Errno.name(errno), sent, Evidence.Clock.USER_SPACE)));
        }
    }

    /** What is known where nobody answered. */
    Evidence without(Speaker speaker, int sent) {
        return evidence(speaker, null, null, sent, Evidence.Clock.NONE);
    }

    private Evidence evidence(
            Speaker speaker, @Nullable IcmpMessage icmp, @Nullable String errno, int syns, Evidence.Clock clock) {
        String call = errno == null ? null : "recvmsg";
        return new Evidence(speaker, icmp, call, errno, syns, engine, Handshake.HALF, clock);
    }
}
