package io.halfshake.linux;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Speaker;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Reads from a socket what the network answered. Belongs to its loop's thread. */
final class Answers {
    /**
     * linux/include/net/tcp.h, TCP_DELACK_MAX: a held ACK goes out after 200 ms. Less a tick of the slowest kernel
     * clock.
     */
    private static final long ACK_HELD_MILLIS = 190;

    private final SystemCalls calls;
    private final @Nullable RouteChanges changes;
    private final TcpInfo info = new TcpInfo();
    private final NativeMemory value = new NativeMemory(Integer.BYTES);
    private final NativeMemory local = new NativeMemory(SocketAddresses.LONGEST);
    private final NativeMemory asked = new NativeMemory(SocketAddresses.LONGEST);
    private final Evidence usual;
    private long readAt;
    private long waitedMillis;
    private boolean isLateAnswer;
    private boolean isLateLeak;
    private volatile int longestWaitMillis;
    private final LongAdder leaked = new LongAdder();

    /**
     * Reads with these calls.
     *
     * @param changes null where nobody tells of them
     */
    Answers(SystemCalls calls, @Nullable RouteChanges changes) {
        this.calls = calls;
        this.changes = changes;
        this.usual = answered(1, Handshake.HALF, Evidence.Clock.KERNEL, null);
    }

    /** What the network has said by now; null while it has said nothing. */
    @Nullable
    Outcome read(HalfOpenSocket socket, HalfOpenQuestion question) {
        readAt = System.nanoTime();
        waitedMillis = 0;
        int result = calls.getOption(socket.descriptor, LibC.IPPROTO_TCP, LibC.TCP_INFO, info.memory, TcpInfo.LENGTH);
        if (result < 0) {
            return atOnce(new SystemCallException("getsockopt(TCP_INFO)", -result));
        }
        return switch (info.state()) {
            // SYN_RECV: both sides opened at once, which ends as a connection or not at all.
            case TcpInfo.SYN_SENT, TcpInfo.SYN_RECV -> early(socket, question);
            case TcpInfo.ESTABLISHED, TcpInfo.CLOSE_WAIT -> answered(socket, question);
            default -> ended(socket, question);
        };
    }

    /**
     * An answer to a check that is over by now. It says nothing any more, unless it was acknowledged before its reset.
     */
    void readLate(HalfOpenSocket socket) {
        readAt = System.nanoTime();
        int result = calls.getOption(socket.descriptor, LibC.IPPROTO_TCP, LibC.TCP_INFO, info.memory, TcpInfo.LENGTH);
        boolean connected = info.state() == TcpInfo.ESTABLISHED || info.state() == TcpInfo.CLOSE_WAIT;
        isLateAnswer = result >= 0 && connected;
        waitedMillis = isLateAnswer ? info.answerAgeMillis() : 0;
        isLateLeak = result >= 0 && (info.isAckSent() || waitedMillis >= ACK_HELD_MILLIS);
        if (isLateLeak) {
            leaked.increment();
        }
    }

    /** The late answer has been reset by now, which may have come late itself. */
    void afterLateReset() {
        if (isLateAnswer && waited() >= ACK_HELD_MILLIS && !isLateLeak) {
            leaked.increment();
        }
    }

    /** How long the answer that was read last has waited for its reset, in milliseconds. */
    private long waited() {
        long waited = waitedMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - readAt);
        if (waited > longestWaitMillis) {
            longestWaitMillis = (int) Math.min(Integer.MAX_VALUE, waited);
        }
        return waited;
    }

    private Outcome answered(HalfOpenSocket socket, HalfOpenQuestion question) {
        boolean ackSent = info.isAckSent();
        // A socket connected to itself has sent a SYN-ACK of its own, so that only then the addresses need comparing.
        if (ackSent && isConnectedToItself(socket, question)) {
            return new Outcome.Denied(DownReason.REFUSED, -1, evidence(Speaker.THIS_HOST, 1, Handshake.HALF));
        }
        waitedMillis = info.answerAgeMillis();
        boolean half = !ackSent && waitedMillis < ACK_HELD_MILLIS;
        if (!half) {
            leaked.increment();
        }
        return answered(question, half ? Handshake.HALF : Handshake.FULL, null);
    }

    private Outcome answered(HalfOpenQuestion question, Handshake handshake, @Nullable Errno errno) {
        int syns = 1 + info.retransmits();
        int micros = info.roundTripMicros();
        Evidence.Clock clock = micros > 0 ? Evidence.Clock.KERNEL : Evidence.Clock.USER_SPACE;
        long roundTrip = micros > 0 ? TimeUnit.MICROSECONDS.toNanos(micros) : readAt - question.sentAt;
        boolean isUsual = handshake == Handshake.HALF && syns == 1 && micros > 0 && errno == null;
        return new Outcome.Answered(roundTrip, isUsual ? usual : answered(syns, handshake, clock, errno));
    }

    /**
     * The socket has been reset by now. If that came late, because the whole process stood still after it was read, the
     * ACK may have slipped out.
     */
    Outcome afterReset(Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered answered)) {
            return outcome;
        }
        long waited = waited();
        Evidence evidence = answered.evidence();
        if (evidence.handshake() == Handshake.FULL || waited < ACK_HELD_MILLIS) {
            return outcome;
        }
        leaked.increment();
        return new Outcome.Answered(
                answered.roundTripNanos(), answered(evidence.syns(), Handshake.FULL, evidence.clock(), null));
    }

    /**
     * Usually nothing. But an ICMP error that came while connect(2) was still at work, as from a router on this very
     * machine, leaves the state alone and only sets the error. So does the kernel where it finds no way for a SYN of
     * its own (linux/net/ipv4/af_inet.c, inet_sk_rebuild_header(); net/ipv6/inet6_connection_sock.c, inet6_csk_xmit()),
     * and by now the way may be back: then this is nobody's answer, and one may still come.
     */
    private @Nullable Outcome early(HalfOpenSocket socket, HalfOpenQuestion question) {
        int result = calls.getOption(socket.descriptor, LibC.SOL_SOCKET, LibC.SO_ERROR, value, Integer.BYTES);
        int errno = result < 0 ? 0 : value.bytes.getInt(0);
        if (errno == 0) {
            return null;
        }
        if (changes != null) {
            changes.read();
        }
        if (WayOut.isGone(errno) && question.mayHaveLostItsWay(changes)) {
            question.localErrno = errno;
            return null;
        }
        return ConnectErrors.later(errno, readAt - question.sentAt, 1 + info.retransmits());
    }

    private Outcome ended(HalfOpenSocket socket, HalfOpenQuestion question) {
        int syns = 1 + info.retransmits();
        int result = calls.getOption(socket.descriptor, LibC.SOL_SOCKET, LibC.SO_ERROR, value, Integer.BYTES);
        if (result < 0) {
            return atOnce(new SystemCallException("getsockopt(SO_ERROR)", -result));
        }
        int errno = value.bytes.getInt(0);
        if (errno == 0) {
            return failed(UnknownReason.LOCAL_FAILURE, new IllegalStateException("socket: closed without an error"));
        }
        if (errno == Errno.ECONNRESET.number) {
            // A RST before the SYN-ACK is ECONNREFUSED. This one came after it, as when the held ACK slipped out and
            // the
            // server has accepted and hung up: the target answered.
            boolean half = !info.isAckSent();
            if (!half) {
                leaked.increment();
                waitedMillis = Math.max(ACK_HELD_MILLIS, TimeUnit.NANOSECONDS.toMillis(readAt - question.sentAt));
            }
            return answered(question, half ? Handshake.HALF : Handshake.FULL, Errno.ECONNRESET);
        }
        return ConnectErrors.later(errno, readAt - question.sentAt, syns);
    }

    private boolean isConnectedToItself(HalfOpenSocket socket, HalfOpenQuestion question) {
        SocketAddresses.write(question.probe.address(), asked);
        return calls.localAddress(socket.descriptor, local) >= 0 && SocketAddresses.same(local, asked);
    }

    Outcome atOnce(SystemCallException failure) {
        return ConnectErrors.atOnce(HalfOpenProvider.NAME, failure);
    }

    /** Nothing came back, and the last look found nothing either. */
    Outcome silent() {
        int syns = 1 + info.retransmits();
        return new Outcome.Silent(new Evidence(
                Speaker.NOBODY, null, null, null, syns, HalfOpenProvider.NAME, Handshake.HALF, Evidence.Clock.NONE));
    }

    private static Outcome failed(UnknownReason reason, Throwable cause) {
        Evidence nothing = evidence(Speaker.THIS_HOST, 0, Handshake.HALF);
        return new Outcome.Failed(reason, cause, nothing);
    }

    /** Handshakes that were or may have been completed, whatever became of the checks. */
    long leaked() {
        return leaked.sum();
    }

    int longestWaitMillis() {
        return longestWaitMillis;
    }

    private static Evidence answered(int syns, Handshake handshake, Evidence.Clock clock, @Nullable Errno errno) {
        String call = errno == null ? null : "connect";
        String name = errno == null ? null : errno.name();
        return new Evidence(Speaker.SYN_ACK, null, call, name, syns, HalfOpenProvider.NAME, handshake, clock);
    }

    private static Evidence evidence(Speaker speaker, int syns, Handshake handshake) {
        return new Evidence(speaker, null, null, null, syns, HalfOpenProvider.NAME, handshake, Evidence.Clock.NONE);
    }
}
