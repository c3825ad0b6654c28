package io.halfshake.portable;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Speaker;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From a failed connect to what it says, a pure function. An error that the system call returned at once is this
 * machine's; one that came in later is the network's, since a SYN was out by then.
 */
final class ConnectFailures {

    /** The JDK's native methods that read what became of a connect in progress. */
    private static final Set<String> LATER_FRAMES =
            Set.of("sun.nio.ch.Net.pollConnect", "sun.nio.ch.SocketDispatcher.read0");

    private ConnectFailures() {}

    static Outcome classify(String engine, Throwable error, boolean sent, long elapsedNanos) {
        if (error instanceof SocketTimeoutException) {
            return sent
                    ? new Outcome.Silent(evidence(engine, Speaker.NOBODY, null, 1, Evidence.Clock.NONE))
                    : new Outcome.Failed(UnknownReason.STALLED, error, notSent(engine, null));
        }
        if (!(error instanceof IOException failure)) {
            return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, error, notSent(engine, null));
        }
        Errno errno = Errno.of(failure);
        if (errno == Errno.ECONNREFUSED) {
            return denied(engine, DownReason.REFUSED, Speaker.RST, errno, elapsedNanos);
        }
        return sent && cameLater(failure)
                ? later(engine, failure, errno, elapsedNanos)
                : atOnce(engine, failure, errno);
    }

    /** No thread could be had for a probe. */
    static Outcome noThread(String engine, Throwable error) {
        return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, error, notSent(engine, null));
    }

    /**
     * A connect that brought nothing, and what a datagram socket said of the way afterwards. Other troubles, such as a
     * lack of descriptors, say nothing about the way.
     */
    static Outcome gone(IOException trouble, Outcome found) {
        Errno errno = Errno.of(trouble);
        if (errno == null) {
            return found;
        }
        Evidence evidence = evidence(found.evidence().engine(), Speaker.THIS_HOST, errno, 1, Evidence.Clock.NONE);
        return switch (errno) {
            case EACCES -> new Outcome.Failed(UnknownReason.NOT_PERMITTED, trouble, evidence);
            case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EINVAL, EADDRNOTAVAIL ->
                new Outcome.Failed(UnknownReason.NO_ROUTE, trouble, evidence);
            default -> found;
        };
    }

    private static Outcome later(String engine, IOException failure, @Nullable Errno errno, long elapsedNanos) {
        if (errno == null) {
            return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, failure, unclear(engine));
        }
        return switch (errno) {
            case ECONNREFUSED -> denied(engine, DownReason.REFUSED, Speaker.RST, errno, elapsedNanos);
            case ECONNRESET -> answeredAndReset(engine, elapsedNanos);
            case ETIMEDOUT -> denied(engine, DownReason.TIMED_OUT, Speaker.NOBODY, errno, -1);
            case EHOSTUNREACH, ENETUNREACH, ENOPROTOOPT, EPROTO, EHOSTDOWN, ENONET, EACCES ->
                denied(engine, DownReason.UNREACHABLE, Speaker.ICMP, errno, elapsedNanos);
            default ->
                new Outcome.Failed(
                        reasonHere(errno), failure, evidence(engine, Speaker.THIS_HOST, errno, 1, Evidence.Clock.NONE));
        };
    }

    /**
     * A RST before the SYN-ACK is ECONNREFUSED: this one came after it, perhaps because the kernel had sent our ACK.
     */
    private static Outcome answeredAndReset(String engine, long elapsedNanos) {
        return new Outcome.Answered(
                elapsedNanos,
                new Evidence(
                        Speaker.SYN_ACK,
                        null,
                        "connect",
                        Errno.ECONNRESET.name(),
                        1,
                        engine,
                        Handshake.FULL,
                        Evidence.Clock.USER_SPACE));
    }

    private static Outcome atOnce(String engine, IOException failure, @Nullable Errno errno) {
        return new Outcome.Failed(reasonHere(errno), failure, notSent(engine, errno));
    }

    private static UnknownReason reasonHere(@Nullable Errno errno) {
        if (errno == null) {
            return UnknownReason.LOCAL_FAILURE;
        }
        return switch (errno) {
            case EMFILE, ENFILE -> UnknownReason.NO_DESCRIPTORS;
            case EADDRNOTAVAIL, EADDRINUSE -> UnknownReason.NO_LOCAL_PORT;
            case EACCES, EPERM -> UnknownReason.NOT_PERMITTED;
            // EINVAL is what a blackhole route gives, and a link-local address without its scope.
            case ENETUNREACH, EHOSTUNREACH, ENETDOWN, EINVAL, EAFNOSUPPORT -> UnknownReason.NO_ROUTE;
            default -> UnknownReason.LOCAL_FAILURE;
        };
    }

    private static boolean cameLater(IOException failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        return stack.length > 0 && LATER_FRAMES.contains(stack[0].getClassName() + "." + stack[0].getMethodName());
    }

    private static Outcome denied(String engine, DownReason reason, Speaker speaker, Errno errno, long elapsedNanos) {
        Evidence.Clock clock = elapsedNanos < 0 ? Evidence.Clock.NONE : Evidence.Clock.USER_SPACE;
        return new Outcome.Denied(reason, elapsedNanos, evidence(engine, speaker, errno, 1, clock));
    }

    private static Evidence unclear(String engine) {
        return evidence(engine, Speaker.THIS_HOST, null, 1, Evidence.Clock.NONE);
    }

    private static Evidence notSent(String engine, @Nullable Errno errno) {
        return evidence(engine, Speaker.THIS_HOST, errno, 0, Evidence.Clock.NONE);
    }

    private static Evidence evidence(
            String engine, Speaker speaker, @Nullable Errno errno, int syns, Evidence.Clock clock) {
        String name = errno == null ? null : errno.name();
        return new Evidence(speaker, null, errno == null ? null : "connect", name, syns, engine, Handshake.HALF, clock);
    }
}
