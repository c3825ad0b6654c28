package io.halfshake.connect;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import io.halfshake.internal.DropCounters;
import io.halfshake.internal.LocalDrops;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A blocking connect and the RST that ends it; another where its result may be about another socket of ours. */
final class ConnectTask implements Runnable {
    /**
     * linux/include/net/tcp.h, TCP_DELACK_MAX: the kernel sends a held ACK after 200 ms. Less a tick of its clock
     * (HZ=100).
     */
    private static final long ACK_HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(190);

    private final Sockets sockets;
    private final SecondConnect secondConnect;
    private final Probe probe;
    private @Nullable Socket socket;
    private boolean cancelled;
    private long askedAt;

    ConnectTask(Sockets sockets, SecondConnect secondConnect, Probe probe) {
        this.sockets = sockets;
        this.secondConnect = secondConnect;
        this.probe = probe;
    }

    @Override
    public void run() {
        Outcome outcome = settled();
        if (outcome != null) {
            probe.complete(outcome);
        }
    }

    /** Null if the task has been cancelled. */
    private @Nullable Outcome settled() {
        Outcome first = ask(false);
        boolean doubtful = first instanceof Outcome.Answered answered
                ? isReset(answered) || secondConnect.isNeededForAnswer(probe.address())
                : isRefusalByTarget(first) && secondConnect.isNeededForRefusal(probe.address(), askedAt);
        if (!doubtful) {
            return first;
        }
        Outcome second = ask(true);
        if (second instanceof Outcome.Answered) {
            secondConnect.listens(probe.address());
        }
        return second == null ? null : both(Objects.requireNonNull(first), second);
    }

    /**
     * Where a SYN came from the target's address and port, which draws a SYN-ACK of ours, a closed port's RST to our
     * SYN reads like one that followed an answer.
     */
    private static boolean isReset(Outcome.Answered answered) {
        return Errno.ECONNRESET.name().equals(answered.evidence().errno());
    }

    /** Not where a socket was connected to itself: that needs no other to prove that nothing listens. */
    private static boolean isRefusalByTarget(@Nullable Outcome outcome) {
        return outcome instanceof Outcome.Denied denied
                && denied.reason() == DownReason.REFUSED
                && denied.evidence().signal() != Signal.LOCAL;
    }

    /**
     * The second look decides by an answer, a denial or trouble of this machine. But silence after an answer or a
     * refusal proves neither, nor that the target is silent; nor does it where the kernel gave up before the deadline.
     * A handshake that the first socket may have completed is told of, unless it proves to have been with no listener.
     */
    private static Outcome both(Outcome first, Outcome second) {
        Evidence evidence = second.evidence()
                .withSyns(first.evidence().syns() + second.evidence().syns());
        if (second instanceof Outcome.Denied denied && denied.reason() != DownReason.TIMED_OUT) {
            return new Outcome.Denied(denied.reason(), denied.roundTripNanos(), evidence);
        }
        boolean full = first.evidence().handshake() == Handshake.FULL || evidence.handshake() == Handshake.FULL;
        Handshake handshake = full ? Handshake.FULL : Handshake.HALF;
        if (second instanceof Outcome.Answered answered) {
            return new Outcome.Answered(
                    answered.roundTripNanos(), answer(handshake).withSyns(evidence.syns()));
        }
        if (second instanceof Outcome.Failed failed) {
            return new Outcome.Failed(failed.reason(), failed.cause(), evidence.withHandshake(handshake));
        }
        return unproven(evidence.withHandshake(handshake));
    }

    private static Outcome unproven(Evidence evidence) {
        return new Outcome.Failed(
                UnknownReason.LOCAL_FAILURE,
                new SocketTimeoutException(
                        "answered or refused once, which another socket may have done, and then silent"),
                evidence);
    }

    /** Null if the task has been cancelled before a socket was there. */
    private @Nullable Outcome ask(boolean again) {
        boolean sent = false;
        DropCounters before = null;
        askedAt = System.nanoTime();
        try {
            before = LocalDrops.here().before();
            Socket opened = open();
            if (opened == null) {
                return null;
            }
            long answered;
            boolean toItself;
            try (opened) {
                InetSocketAddress address = Sockets.reachable(probe.address());
                if (again) {
                    secondConnect.bind(opened);
                }
                askedAt = System.nanoTime();
                int timeoutMillis = timeoutMillis(probe.deadlineNanos() - askedAt);
                probe.sent(askedAt);
                sent = true;
                opened.connect(address, timeoutMillis);
                answered = System.nanoTime();
                requireConnected(opened.getChannel());
                toItself = connectedToItself(opened, address.getAddress());
                if (!toItself) {
                    secondConnect.answered(probe.address());
                }
            }
            return toItself ? toItself() : answered(answered - askedAt, System.nanoTime() - askedAt);
        } catch (IOException | RuntimeException | Error e) {
            return UnsentSyn.orTrouble(failed(e, sent, System.nanoTime() - askedAt), before, askedAt, probe.address());
        }
    }

    private Outcome failed(Throwable error, boolean sent, long elapsedNanos) {
        ErrorTexts learned = ErrorTexts.ofProcess();
        Outcome found = ConnectFailures.classify(ConnectEngineProvider.NAME, error, sent, elapsedNanos, learned);
        return sent && !isCancelled() ? RouteCheck.orTrouble(found, probe.address(), learned) : found;
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    /** A socket that {@link #cancel} can reach; null if that has been called. */
    private @Nullable Socket open() throws IOException {
        Socket opened = sockets.open();
        synchronized (this) {
            if (!cancelled) {
                socket = opened;
                return opened;
            }
        }
        opened.close();
        return null;
    }

    /** Closes the socket, which ends the connect at once. */
    void cancel() throws IOException {
        Socket open;
        synchronized (this) {
            cancelled = true;
            open = socket;
        }
        if (open != null) {
            open.close();
        }
    }

    /** Zero would mean no timeout, and rounding down would end too early. */
    private static int timeoutMillis(long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos + 999_999);
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, millis));
    }

    /**
     * Linux tells of an ICMP error over IPv4 a moment before it says which, and in that moment the JDK takes it for a
     * connection: net/ipv4/tcp_ipv4.c, tcp_v4_err(); Net.c, pollConnect. A read waits until the kernel has said all,
     * and then throws. No data can be lost: this socket is about to be reset.
     */
    private static void requireConnected(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.read(ByteBuffer.allocate(1));
    }

    /**
     * A closed port inside the ephemeral range can be given to the very socket that asks for it: nothing listens there.
     */
    private static boolean connectedToItself(Socket connected, InetAddress asked) {
        return connected.getLocalPort() == connected.getPort()
                && connected.getLocalAddress().equals(asked);
    }

    private static Outcome toItself() {
        return new Outcome.Denied(DownReason.REFUSED, -1, Evidence.local(ConnectEngineProvider.NAME, 1));
    }

    /**
     * Half only if that is certain. The JDK does not tell when the SYN-ACK came in, so the time since the SYN must do:
     * a round trip longer than the kernel holds an ACK cannot be told from a thread that woke late.
     */
    private Outcome answered(long roundTripNanos, long untilResetNanos) {
        boolean half = sockets.handshake() == Handshake.HALF && untilResetNanos < ACK_HELD_NANOS;
        return new Outcome.Answered(roundTripNanos, answer(half ? Handshake.HALF : Handshake.FULL));
    }

    private static Evidence answer(Handshake handshake) {
        return Evidence.of(Signal.SYN_ACK, ConnectEngineProvider.NAME, 1, Evidence.Clock.USER_SPACE)
                .withHandshake(handshake);
    }
}
