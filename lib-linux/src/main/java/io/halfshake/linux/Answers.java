package io.halfshake.linux;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Speaker;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads from a socket what the network answered. Belongs to its loop's thread. */
final class Answers {
    /**
     * linux/include/net/tcp.h, TCP_DELACK_MAX: a held ACK goes out after 200 ms. Less a tick of the slowest kernel
     * clock.
     */
    private static final long ACK_HELD_MILLIS = 190;

    private final SystemCalls calls;
    private final TcpInfo info = new TcpInfo();
    private final NativeMemory value = new NativeMemory(Integer.BYTES);
    private final NativeMemory local = new NativeMemory(SocketAddresses.LONGEST);
    private final NativeMemory asked = new NativeMemory(SocketAddresses.LONGEST);
    private final Evidence usual;
    private long readAt;
    private long waitedMillis;
    private volatile int longestWaitMillis;

    Answers(SystemCalls calls) {
        this.calls = calls;
        this.usual = answered(1, Handshake.HALF, Evidence.Clock.KERNEL);
    }

    /** What the network has said by now; null while it has said nothing. */
    @Nullable
    Outcome read(HalfOpenSocket socket, Question question) {
        readAt = System.nanoTime();
        waitedMillis = 0;
        int result = calls.getOption(socket.descriptor, LibC.IPPROTO_TCP, LibC.TCP_INFO, info.memory, TcpInfo.LENGTH);
        if (result < 0) {
            return atOnce(new SystemCallException("getsockopt(TCP_INFO)", -result));
        }
        return switch (info.state()) {
            case TcpInfo.SYN_SENT -> null;
            case TcpInfo.ESTABLISHED, TcpInfo.CLOSE_WAIT -> answered(socket, question);
            default -> ended(socket, question);
        };
    }

    private Outcome answered(HalfOpenSocket socket, Question question) {
        boolean ackSent = info.isAckSent();
        // A socket connected to itself has sent a SYN-ACK of its own, so that only then the addresses need comparing.
        if (ackSent && isConnectedToItself(socket, question)) {
            return new Outcome.Denied(
                    DownReason.REFUSED,
                    -1,
                    new Evidence(
                            Speaker.THIS_HOST,
                            null,
                            null,
                            null,
                            1,
                            HalfOpenProvider.NAME,
                            Handshake.HALF,
                            Evidence.Clock.NONE));
        }
        waitedMillis = info.answerAgeMillis();
        if (waitedMillis > longestWaitMillis) {
            longestWaitMillis = (int) waitedMillis;
        }
        int syns = 1 + info.retransmits();
        int micros = info.roundTripMicros();
        Evidence.Clock clock = micros > 0 ? Evidence.Clock.KERNEL : Evidence.Clock.USER_SPACE;
        long roundTrip = micros > 0 ? TimeUnit.MICROSECONDS.toNanos(micros) : readAt - question.sentAt;
        boolean half = !ackSent && waitedMillis < ACK_HELD_MILLIS;
        boolean isUsual = half && syns == 1 && clock == Evidence.Clock.KERNEL;
        return new Outcome.Answered(
                roundTrip, isUsual ? usual : answered(syns, half ? Handshake.HALF : Handshake.FULL, clock));
    }

    /**
     * The socket has been reset by now. If that came late, because the whole process stood still after it was read, the
     * ACK may have slipped out.
     */
    Outcome afterReset(Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered
                && answered.evidence().handshake() == Handshake.HALF
                && waitedMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - readAt) >= ACK_HELD_MILLIS) {
            Evidence evidence = answered.evidence();
            return new Outcome.Answered(
                    answered.roundTripNanos(), answered(evidence.syns(), Handshake.FULL, evidence.clock()));
        }
        return outcome;
    }

    private Outcome ended(HalfOpenSocket socket, Question question) {
        int syns = 1 + info.retransmits();
        int result = calls.getOption(socket.descriptor, LibC.SOL_SOCKET, LibC.SO_ERROR, value, Integer.BYTES);
        if (result < 0) {
            return atOnce(new SystemCallException("getsockopt(SO_ERROR)", -result));
        }
        int errno = value.bytes.getInt(0);
        return errno == 0
                ? failed(UnknownReason.LOCAL_FAILURE, new IllegalStateException("socket: closed without an error"))
                : ConnectErrors.later(errno, readAt - question.sentAt, syns);
    }

    private boolean isConnectedToItself(HalfOpenSocket socket, Question question) {
        SocketAddresses.write(question.probe.address(), asked);
        return calls.localAddress(socket.descriptor, local) >= 0 && SocketAddresses.same(local, asked);
    }

    Outcome atOnce(SystemCallException failure) {
        return ConnectErrors.atOnce(failure);
    }

    /** Nothing came back, and the last look found nothing either. */
    Outcome silent() {
        int syns = 1 + info.retransmits();
        return new Outcome.Silent(new Evidence(
                Speaker.NOBODY, null, null, null, syns, HalfOpenProvider.NAME, Handshake.HALF, Evidence.Clock.NONE));
    }

    Outcome neverSent() {
        return new Outcome.Silent(nothing());
    }

    Outcome closed() {
        return new Outcome.Failed(UnknownReason.CHECKER_CLOSED, null, nothing());
    }

    Outcome failed(UnknownReason reason, Throwable cause) {
        return new Outcome.Failed(reason, cause, nothing());
    }

    int longestWaitMillis() {
        return longestWaitMillis;
    }

    private Evidence answered(int syns, Handshake handshake, Evidence.Clock clock) {
        return new Evidence(Speaker.SYN_ACK, null, null, null, syns, HalfOpenProvider.NAME, handshake, clock);
    }

    static Evidence nothing() {
        return new Evidence(
                Speaker.THIS_HOST, null, null, null, 0, HalfOpenProvider.NAME, Handshake.HALF, Evidence.Clock.NONE);
    }
}
