package io.halfshake.linux;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Reads the network's reply from a socket. Belongs to its loop's thread. */
final class HalfOpenReader {
    /**
     * linux/include/net/tcp.h, TCP_DELACK_MAX: a held ACK goes out after 200 ms. Less a tick of the slowest kernel
     * clock.
     */
    private static final long ACK_HELD_MILLIS = 190;

    /** A target that needs longer for an answer than has been waited so far should have time for it once more. */
    private static final int MIN_TIMES_LEFT = 4;

    private final SystemCalls calls;
    private final @Nullable RouteChanges changes;
    private final LocalAddresses addresses;
    private final TcpInfo info = new TcpInfo();
    private final NativeMemory value = new NativeMemory(Integer.BYTES);
    private final NativeMemory local = new NativeMemory(SocketAddresses.MAX_LENGTH);
    private final NativeMemory asked = new NativeMemory(SocketAddresses.MAX_LENGTH);
    private final Evidence usual;
    private long readAt;
    private long waitedMillis;
    private boolean isDoubtful;
    private boolean isLateAnswer;
    private boolean isLateLeak;
    private volatile int longestWaitMillis;
    private final LongAdder completedHandshakes = new LongAdder();

    /**
     * Reads with these calls.
     *
     * @param changes null where the kernel does not report them
     */
    HalfOpenReader(SystemCalls calls, @Nullable RouteChanges changes, LocalAddresses addresses) {
        this.calls = calls;
        this.addresses = addresses;
        this.changes = changes;
        this.usual = answered(1, Handshake.HALF, Evidence.Clock.KERNEL, null);
    }

    /** The outcome so far; null while there is no reply. */
    @Nullable
    Outcome read(HalfOpenSocket socket, HalfOpenProbe probe) {
        readAt = System.nanoTime();
        waitedMillis = 0;
        isDoubtful = false;
        int result = calls.getOption(socket.descriptor, LibC.IPPROTO_TCP, LibC.TCP_INFO, info.memory, TcpInfo.LENGTH);
        if (result < 0) {
            return atOnce(probe.syns, new SystemCallException("getsockopt(TCP_INFO)", -result));
        }
        return info.state() == TcpInfo.SYN_SENT
                ? early(socket, probe)
                : later(socket, probe, 0, socket.mayHoldOldError);
    }

    /** The state is no longer SYN_SENT. */
    private @Nullable Outcome later(HalfOpenSocket socket, HalfOpenProbe probe, int errnoRead, boolean mayBeOld) {
        return switch (info.state()) {
            case TcpInfo.SYN_RECV -> crossed(probe, Handshake.HALF);
            case TcpInfo.ESTABLISHED, TcpInfo.CLOSE_WAIT -> answered(socket, probe);
            default -> ended(socket, probe, errnoRead, mayBeOld);
        };
    }

    /**
     * Whether what was read last may be about something else than the target's answer, so that it should be asked again
     * where there is time. What was returned holds where there is none.
     */
    boolean isDoubtful() {
        return isDoubtful;
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
            completedHandshakes.increment();
        }
    }

    /**
     * The late answer has been reset by now, which may have come late itself. True if the handshake was or may have
     * been completed.
     */
    boolean afterLateReset() {
        if (isLateAnswer && waited() >= ACK_HELD_MILLIS && !isLateLeak) {
            completedHandshakes.increment();
            isLateLeak = true;
        }
        return isLateLeak;
    }

    /** The same failure, of a check whose handshake was or may have been completed. */
    Outcome.Failed completed(Outcome.Failed failure) {
        return new Outcome.Failed(
                failure.reason(), failure.cause(), failure.evidence().withHandshake(Handshake.FULL));
    }

    /** How long the answer that was read last has waited for its reset, in milliseconds. */
    private long waited() {
        long waited = waitedMillis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - readAt);
        if (waited > longestWaitMillis) {
            longestWaitMillis = (int) Math.min(Integer.MAX_VALUE, waited);
        }
        return waited;
    }

    private Outcome answered(HalfOpenSocket socket, HalfOpenProbe probe) {
        boolean ackSent = info.isAckSent();
        // A socket connected to itself, or by simultaneous open, has sent a SYN-ACK of its own, so that only then the
        // addresses need comparing.
        if (ackSent && isConnectedToItself(socket, probe)) {
            return new Outcome.Denied(DownReason.REFUSED, -1, evidence(Signal.LOCAL, 1, Handshake.HALF));
        }
        if (ackSent && mayHaveOpenedSimultaneously(probe)) {
            completedHandshakes.increment();
            return crossed(probe, Handshake.FULL);
        }
        waitedMillis = Math.max(info.answerAgeMillis(), minAgeMillis(probe));
        boolean half = !ackSent && waitedMillis < ACK_HELD_MILLIS;
        if (!half) {
            completedHandshakes.increment();
        }
        return answered(probe, half ? Handshake.HALF : Handshake.FULL, null);
    }

    /** The kernel's own figure begins anew with each segment that comes after the answer. */
    private long minAgeMillis(HalfOpenProbe probe) {
        int micros = info.roundTripMicros();
        boolean isExact = micros > 0 && info.retransmits() == 0;
        return isExact
                ? TimeUnit.NANOSECONDS.toMillis(readAt - probe.sentBy - TimeUnit.MICROSECONDS.toNanos(micros))
                : 0;
    }

    private Outcome answered(HalfOpenProbe probe, Handshake handshake, @Nullable Errno errno) {
        int syns = probe.syns + info.retransmits();
        int micros = info.roundTripMicros();
        Evidence.Clock clock = micros > 0 ? Evidence.Clock.KERNEL : Evidence.Clock.USER_SPACE;
        // A kernel that has sent the SYN again counts in milliseconds, and may round up. Up to now: the answer may have
        // come after readAt, if this thread was held up there.
        long longest = System.nanoTime() - probe.sentAt;
        long roundTrip = micros > 0 ? Math.min(TimeUnit.MICROSECONDS.toNanos(micros), longest) : longest;
        boolean isUsual = handshake == Handshake.HALF && syns == 1 && micros > 0 && errno == null;
        return new Outcome.Answered(roundTrip, isUsual ? usual : answered(syns, handshake, clock, errno));
    }

    /**
     * The socket has been reset by now. If that came late, because the whole process was paused after it was read, the
     * ACK may have been sent. So it may on an earlier socket of the probe.
     */
    Outcome afterReset(HalfOpenProbe probe, Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed) {
            return afterReset(probe, failed);
        }
        if (!(outcome instanceof Outcome.Answered answered)) {
            return outcome;
        }
        boolean isLate = waited() >= ACK_HELD_MILLIS;
        Evidence evidence = answered.evidence();
        if (evidence.handshake() == Handshake.FULL) {
            probe.wasCompleted = true;
            return outcome;
        }
        if (isLate) {
            completedHandshakes.increment();
            probe.wasCompleted = true;
        }
        if (!probe.wasCompleted) {
            return outcome;
        }
        return new Outcome.Answered(
                answered.roundTripNanos(), answered(evidence.syns(), Handshake.FULL, evidence.clock(), null));
    }

    /** An answer that was not believed has been reset like any other. */
    private Outcome afterReset(HalfOpenProbe probe, Outcome.Failed failed) {
        Evidence evidence = failed.evidence();
        boolean isAnswer = evidence.signal() == Signal.SYN_ACK && evidence.handshake() == Handshake.HALF;
        if (isAnswer && waited() >= ACK_HELD_MILLIS) {
            completedHandshakes.increment();
            probe.wasCompleted = true;
        }
        return probe.wasCompleted ? completed(failed) : failed;
    }

    /**
     * Usually nothing. But an ICMP error that came while connect(2) was still at work, as from a router on this very
     * machine, leaves the state alone and only sets the error. So does the kernel where it finds no route for a SYN of
     * its own (linux/net/ipv4/af_inet.c, inet_sk_rebuild_header(); net/ipv6/inet6_connection_sock.c, inet6_csk_xmit()),
     * and by now the route may be back: then this is no answer, and one may still come.
     */
    private @Nullable Outcome early(HalfOpenSocket socket, HalfOpenProbe probe) {
        if (probe.isRead && !info.hasTimedOut()) {
            // Since the socket was read, nothing has happened that sets an error and leaves the state alone.
            return null;
        }
        int result = calls.getOption(socket.descriptor, LibC.SOL_SOCKET, LibC.SO_ERROR, value, Integer.BYTES);
        if (result < 0) {
            return null;
        }
        boolean mayBeOld = socket.mayHoldOldError;
        socket.mayHoldOldError = false;
        probe.isRead = true;
        int errno = value.bytes.getInt(0);
        if (errno == 0) {
            return null;
        }
        // Between the two calls a reply may have closed the socket, and then this was its error.
        readAt = System.nanoTime();
        result = calls.getOption(socket.descriptor, LibC.IPPROTO_TCP, LibC.TCP_INFO, info.memory, TcpInfo.LENGTH);
        if (result < 0) {
            return atOnce(probe.syns, new SystemCallException("getsockopt(TCP_INFO)", -result));
        }
        if (info.state() != TcpInfo.SYN_SENT) {
            return later(socket, probe, errno, mayBeOld);
        }
        if (changes != null) {
            changes.read();
        }
        boolean isOurs = RouteCheck.isGone(errno) && probe.mayHaveLostRoute(changes);
        if (isOurs && (!mayBeOld || info.hasTimedOut())) {
            probe.localErrno = errno;
            return null;
        }
        if (mayBeOld) {
            // Sending again abandons a SYN whose answer may be in flight.
            long waited = readAt - probe.sentAt;
            isDoubtful = probe.request.deadlineNanos() - readAt >= MIN_TIMES_LEFT * waited;
            return null;
        }
        return ConnectErrors.later(errno, readAt - probe.sentAt, probe.syns + info.retransmits());
    }

    /**
     * A SYN has come from the target's address and port, and the kernel answered it (RFC 9293 section 3.5, simultaneous
     * open): from a forger, or from a socket of this machine that asks the port which this one asks from. Neither is a
     * listener's answer, and the kernel drops that from then on.
     */
    private Outcome crossed(HalfOpenProbe probe, Handshake handshake) {
        isDoubtful = true;
        Evidence evidence = evidence(Signal.LOCAL, probe.syns + info.retransmits(), handshake);
        Throwable cause = new IllegalStateException("socket: received a SYN (expected a SYN-ACK)");
        return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, cause, evidence);
    }

    /**
     * By then two segments have come, the SYN and the SYN-ACK. So they have where a listener sent its SYN-ACK twice;
     * but only from a socket of this machine both are to be expected.
     */
    private boolean mayHaveOpenedSimultaneously(HalfOpenProbe probe) {
        return info.segmentsIn() > maxOfListener(probe)
                && addresses.contain(probe.request.address().getAddress());
    }

    /** How many segments a listener has sent by then that sent none twice. */
    private int maxOfListener(HalfOpenProbe probe) {
        if (TimeUnit.NANOSECONDS.toMillis(readAt - probe.sentAt) < ACK_HELD_MILLIS) {
            // The held ACK has not gone out, so that nothing was accepted that could speak or hang up.
            return 1;
        }
        if (info.hasReceivedData()) {
            return Integer.MAX_VALUE;
        }
        return info.state() == TcpInfo.ESTABLISHED ? 1 : 2;
    }

    /** The error is the socket's, or the one that was read from it just before. */
    private @Nullable Outcome ended(HalfOpenSocket socket, HalfOpenProbe probe, int errnoRead, boolean mayBeOld) {
        int syns = probe.syns + info.retransmits();
        int result = calls.getOption(socket.descriptor, LibC.SOL_SOCKET, LibC.SO_ERROR, value, Integer.BYTES);
        if (result < 0) {
            return atOnce(syns, new SystemCallException("getsockopt(SO_ERROR)", -result));
        }
        int pending = value.bytes.getInt(0);
        int errno = pending == 0 ? errnoRead : pending;
        if (pending != 0 && errnoRead != 0 && pending != errnoRead) {
            // linux/net/core/sock.c, SO_ERROR gives sk_err before sk_err_soft: only one of them closed the socket, and
            // which one depends on when the reply came.
            isDoubtful = true;
            Throwable cause = new IllegalStateException("socket: closed with the errors " + Errno.name(errnoRead)
                    + " and " + Errno.name(pending) + " (expected one)");
            return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, cause, evidence(Signal.LOCAL, syns, Handshake.HALF));
        }
        if (errno == 0 && info.hasTimedOut()) {
            // The doubtful error of a kernel that stopped resending was read before.
            return null;
        }
        if (errno == 0) {
            Throwable cause = new IllegalStateException("socket: closed without an error");
            return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, cause, evidence(Signal.LOCAL, syns, Handshake.HALF));
        }
        if (mayBeOld && info.hasTimedOut()) {
            // linux/net/ipv4/tcp_timer.c, tcp_write_err(): a kernel that stops resending reports what it has noted.
            isDoubtful = true;
            return null;
        }
        if (errno == Errno.ECONNRESET.number && !info.isSynAcknowledged()) {
            return crossed(probe, Handshake.HALF);
        }
        if (info.isAckSent() && mayHaveOpenedSimultaneously(probe)) {
            completedHandshakes.increment();
            return crossed(probe, Handshake.FULL);
        }
        if (errno == Errno.ECONNRESET.number || errno == Errno.EPIPE.number) {
            // A RST before the SYN-ACK is ECONNREFUSED. This one came after it, as when the held ACK was sent and the
            // server has accepted and closed: the target answered. After a FIN it is EPIPE (linux/net/ipv4/tcp_input.c,
            // tcp_reset()).
            boolean half = !info.isAckSent();
            if (!half) {
                completedHandshakes.increment();
                waitedMillis = Math.max(ACK_HELD_MILLIS, TimeUnit.NANOSECONDS.toMillis(readAt - probe.sentAt));
            }
            return answered(probe, half ? Handshake.HALF : Handshake.FULL, Errno.of(errno));
        }
        return ConnectErrors.later(errno, readAt - probe.sentAt, syns);
    }

    private boolean isConnectedToItself(HalfOpenSocket socket, HalfOpenProbe probe) {
        SocketAddresses.write(probe.request.address(), asked);
        return calls.localAddress(socket.descriptor, local) >= 0 && SocketAddresses.same(local, asked);
    }

    /** A call failed after {@code syns} SYNs. */
    Outcome.Failed atOnce(int syns, SystemCallException failure) {
        Outcome.Failed outcome = ConnectErrors.atOnce(EngineNames.HALF_OPEN, failure);
        return new Outcome.Failed(
                outcome.reason(), outcome.cause(), outcome.evidence().withSyns(syns));
    }

    /** Nothing came back, and the final read found nothing either. */
    Outcome.Silent silent(HalfOpenProbe probe) {
        int syns = probe.syns + info.retransmits();
        return new Outcome.Silent(Evidence.silence(EngineNames.HALF_OPEN, syns));
    }

    /** Whether the SYN of the socket that was read last found no room in the interface's queue. */
    boolean isSynDropped() {
        return info.isSynDropped();
    }

    /** Handshakes that were or may have been completed, whatever the outcomes of the checks. */
    long completedHandshakes() {
        return completedHandshakes.sum();
    }

    int longestWaitMillis() {
        return longestWaitMillis;
    }

    private static Evidence answered(int syns, Handshake handshake, Evidence.Clock clock, @Nullable Errno errno) {
        Evidence evidence =
                Evidence.of(Signal.SYN_ACK, EngineNames.HALF_OPEN, syns, clock).withHandshake(handshake);
        return errno == null ? evidence : evidence.withError("connect", errno.name());
    }

    private static Evidence evidence(Signal signal, int syns, Handshake handshake) {
        return Evidence.of(signal, EngineNames.HALF_OPEN, syns, Evidence.Clock.NONE)
                .withHandshake(handshake);
    }
}
