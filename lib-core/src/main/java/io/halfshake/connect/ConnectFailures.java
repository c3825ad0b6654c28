package io.halfshake.connect;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Signal;
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

    /** The JDK's methods that tell what became of a connect in progress. */
    private static final Set<String> LATER_FRAMES = Set.of(
            "sun.nio.ch.Net.pollConnect",
            "sun.nio.ch.SocketDispatcher.read0",
            "sun.nio.ch.SocketChannelImpl.throwConnectionReset");

    private ConnectFailures() {}

    static Outcome classify(String engine, Throwable error, boolean sent, long elapsedNanos, ErrorTexts learned) {
        if (error instanceof SocketTimeoutException) {
            return sent
                    ? new Outcome.Silent(Evidence.silence(engine, 1))
                    : new Outcome.Failed(UnknownReason.STALLED, error, notSent(engine, null));
        }
        if (!(error instanceof IOException failure)) {
            return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, error, notSent(engine, null));
        }
        Errno errno = Errno.of(failure, learned);
        if (errno == Errno.ECONNREFUSED) {
            return denied(engine, DownReason.REFUSED, Signal.RST, errno, elapsedNanos);
        }
        if (errno == null && !sent && learned.isOfEveryDescriptor(failure.getMessage())) {
            errno = Errno.EMFILE;
        }
        return sent && cameLater(failure)
                ? later(engine, failure, errno, elapsedNanos)
                : atOnce(engine, failure, errno);
    }

    /** No thread could be had for a probe. */
    static Outcome noThread(String engine, Throwable error) {
        return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, error, notSent(engine, null));
    }

    /** What was found by a connect, where a datagram socket could not be connected to the address at all. */
    static Outcome gone(IOException trouble, Outcome found, ErrorTexts learned) {
        Errno errno = Errno.of(trouble, learned);
        Evidence before = found.evidence();
        Evidence evidence =
                withError(Evidence.local(before.engine(), before.syns()).withHandshake(before.handshake()), errno);
        return errno == null
                ? new Outcome.Failed(UnknownReason.NO_ROUTE, trouble, evidence)
                : switch (errno) {
                    case EACCES, EPERM -> new Outcome.Failed(UnknownReason.NOT_PERMITTED, trouble, evidence);
                    // These say nothing about the route.
                    case ENOBUFS, ENOMEM, EMFILE, ENFILE -> found;
                    default -> new Outcome.Failed(UnknownReason.NO_ROUTE, trouble, evidence);
                };
    }

    private static Outcome later(String engine, IOException failure, @Nullable Errno errno, long elapsedNanos) {
        if (errno == null) {
            return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, failure, unclear(engine));
        }
        return switch (errno) {
            case ECONNREFUSED -> denied(engine, DownReason.REFUSED, Signal.RST, errno, elapsedNanos);
            case ECONNRESET -> answeredAndReset(engine, elapsedNanos);
            case ETIMEDOUT -> denied(engine, DownReason.TIMED_OUT, Signal.NONE, errno, -1);
            case EHOSTUNREACH, ENETUNREACH, ENOPROTOOPT, EPROTO, EHOSTDOWN, ENONET, EACCES ->
                denied(engine, DownReason.UNREACHABLE, Signal.ICMP, errno, elapsedNanos);
            default ->
                new Outcome.Failed(
                        reasonHere(errno), failure, evidence(engine, Signal.LOCAL, errno, Evidence.Clock.NONE));
        };
    }

    /**
     * A RST before the SYN-ACK is ECONNREFUSED: this one came after it, perhaps because the kernel had sent our ACK.
     */
    private static Outcome answeredAndReset(String engine, long elapsedNanos) {
        return new Outcome.Answered(
                elapsedNanos,
                evidence(engine, Signal.SYN_ACK, Errno.ECONNRESET, Evidence.Clock.USER_SPACE)
                        .withHandshake(Handshake.FULL));
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
            case ENETUNREACH, EHOSTUNREACH, ENETDOWN, ENODEV, EINVAL, EAFNOSUPPORT -> UnknownReason.NO_ROUTE;
            default -> UnknownReason.LOCAL_FAILURE;
        };
    }

    private static boolean cameLater(IOException failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        return stack.length > 0 && LATER_FRAMES.contains(stack[0].getClassName() + "." + stack[0].getMethodName());
    }

    private static Outcome denied(String engine, DownReason reason, Signal signal, Errno errno, long elapsedNanos) {
        Evidence.Clock clock = elapsedNanos < 0 ? Evidence.Clock.NONE : Evidence.Clock.USER_SPACE;
        return new Outcome.Denied(reason, elapsedNanos, evidence(engine, signal, errno, clock));
    }

    /** It may have been a RST that came after our ACK. */
    private static Evidence unclear(String engine) {
        return Evidence.local(engine, 1).withHandshake(Handshake.FULL);
    }

    private static Evidence notSent(String engine, @Nullable Errno errno) {
        return withError(Evidence.nothingSent(engine), errno);
    }

    private static Evidence evidence(String engine, Signal signal, Errno errno, Evidence.Clock clock) {
        return withError(Evidence.of(signal, engine, 1, clock), errno);
    }

    private static Evidence withError(Evidence evidence, @Nullable Errno errno) {
        return errno == null ? evidence : evidence.withError("connect", errno.name());
    }
}
