package io.halfshake.diagnosis;

import io.halfshake.CheckResult;
import io.halfshake.Evidence;
import io.halfshake.IcmpMessage;
import io.halfshake.Signal;
import io.halfshake.Target;
import io.halfshake.UnknownReason;
import io.halfshake.internal.Durations;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** One answer of a diagnosis in words. */
final class AnswerText {
    private AnswerText() {}

    /** Such as {@code refused (RST) after 240 us}. */
    static String of(CheckResult result) {
        if (result instanceof CheckResult.Up up) {
            return "answered after " + Durations.readable(up.timing().roundTripNanos());
        }
        if (result instanceof CheckResult.Unknown unknown) {
            return "not known, " + why(unknown);
        }
        long elapsed = result.timing().elapsedNanos();
        long roundTrip = result.timing().roundTripNanos();
        return switch (((CheckResult.Down) result).reason()) {
            case REFUSED ->
                "refused" + signal(result.evidence()) + " after " + Durations.readable(after(roundTrip, elapsed));
            case TIMED_OUT -> "silent for " + Durations.readable(elapsed);
            case UNREACHABLE ->
                "unreachable" + signal(result.evidence()) + " after " + Durations.readable(after(roundTrip, elapsed));
        };
    }

    /** Such as {@code no descriptors: socket(2): EMFILE}. */
    static String why(CheckResult.Unknown unknown) {
        Throwable cause = unknown.cause();
        String reason = unknown.reason() == UnknownReason.UNRESOLVED
                ? "the name was not resolved"
                : unknown.reason().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return cause == null ? reason : reason + ": " + text(cause);
    }

    private static String text(Throwable cause) {
        String message = cause.getMessage();
        if (cause instanceof UnknownHostException && message != null && message.indexOf(' ') < 0) {
            return "no address for " + message;
        }
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static long after(long roundTripNanos, long elapsedNanos) {
        return roundTripNanos >= 0 ? roundTripNanos : elapsedNanos;
    }

    private static String signal(Evidence evidence) {
        IcmpMessage icmp = evidence.icmp();
        if (icmp != null) {
            String name = icmp.ipVersion() == 6 ? "ICMPv6" : "ICMP";
            return " (" + name + " type " + icmp.type() + " code " + icmp.code() + ")";
        }
        if (evidence.signal() == Signal.RST) {
            return " (RST)";
        }
        return evidence.errno() == null ? "" : " (" + evidence.errno() + ")";
    }

    static int port(CheckResult result) {
        InetSocketAddress address = result.address();
        return address == null ? Target.parse(result.target()).port() : address.getPort();
    }
}
