package io.halfshake.linux;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;

/**
 * From errno to outcome, a pure function. What a system call returns at once is this machine's doing; what a socket in
 * SYN_SENT reports later came from the network.
 */
final class ConnectErrors {
    private ConnectErrors() {}

    /** A call failed before a SYN was on its way. */
    static Outcome.Failed atOnce(String engine, SystemCallException failure) {
        // No port was asked for: it is the address to ask from that this machine has no more.
        boolean addressGone =
                failure.errno == Errno.EADDRNOTAVAIL.number && !failure.name().equals("connect");
        UnknownReason reason = addressGone ? UnknownReason.NO_ROUTE : reasonHere(failure.errno);
        return new Outcome.Failed(reason, failure, local(engine, failure.name(), failure.errno, 0));
    }

    /** The route to the target is gone, after {@code syns} SYNs had left by it. */
    static Outcome gone(String engine, SystemCallException failure, int syns) {
        UnknownReason reason =
                failure.errno == Errno.EACCES.number ? UnknownReason.NOT_PERMITTED : UnknownReason.NO_ROUTE;
        return new Outcome.Failed(reason, failure, local(engine, failure.name(), failure.errno, syns));
    }

    /** The socket's pending error, after connect(2) had returned EINPROGRESS. */
    static Outcome later(int errno, long roundTripNanos, int syns) {
        Errno known = Errno.of(errno);
        if (known == null) {
            return unclear(errno, syns);
        }
        return switch (known) {
            case ECONNREFUSED ->
                new Outcome.Denied(
                        DownReason.REFUSED, roundTripNanos, network(Signal.RST, known, roundTripNanos, syns));
            case EHOSTUNREACH, ENETUNREACH, ENOPROTOOPT, EHOSTDOWN, ENONET, EACCES, EPROTO ->
                new Outcome.Denied(
                        DownReason.UNREACHABLE, roundTripNanos, network(Signal.ICMP, known, roundTripNanos, syns));
            case ETIMEDOUT -> new Outcome.Denied(DownReason.TIMED_OUT, -1, network(Signal.NONE, known, -1, syns));
            default -> unclear(errno, syns);
        };
    }

    private static Outcome unclear(int errno, int syns) {
        return new Outcome.Failed(
                reasonHere(errno),
                new SystemCallException("connect(2)", errno),
                local(EngineNames.HALF_OPEN, "connect", errno, syns));
    }

    static UnknownReason reasonHere(int errno) {
        Errno known = Errno.of(errno);
        if (known == null) {
            return UnknownReason.LOCAL_FAILURE;
        }
        return switch (known) {
            case EMFILE, ENFILE -> UnknownReason.NO_DESCRIPTORS;
            case EADDRNOTAVAIL, EADDRINUSE, EAGAIN -> UnknownReason.NO_LOCAL_PORT;
            case EACCES, EPERM -> UnknownReason.NOT_PERMITTED;
            // EINVAL is what a blackhole route gives, and a link-local address without its scope.
            case ENETUNREACH, EHOSTUNREACH, ENETDOWN, ENODEV, EINVAL, EAFNOSUPPORT -> UnknownReason.NO_ROUTE;
            default -> UnknownReason.LOCAL_FAILURE;
        };
    }

    private static Evidence local(String engine, String call, int errno, int syns) {
        return Evidence.local(engine, syns).withError(call, Errno.name(errno));
    }

    private static Evidence network(Signal signal, Errno errno, long roundTripNanos, int syns) {
        Evidence.Clock clock = roundTripNanos < 0 ? Evidence.Clock.NONE : Evidence.Clock.USER_SPACE;
        return Evidence.of(signal, EngineNames.HALF_OPEN, syns, clock).withError("connect", errno.name());
    }
}
