package io.halfshake;

import io.halfshake.internal.Durations;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** Results in words. */
final class Descriptions {
    private Descriptions() {}

    static String of(CheckResult result) {
        StringBuilder text = new StringBuilder(result.target());
        InetSocketAddress address = result.address();
        if (address != null && !literal(address).equals(result.target())) {
            text.append(" (").append(literal(address)).append(')');
        }
        if (result instanceof CheckResult.Up up) {
            text.append(" is up: answered in ")
                    .append(Durations.readable(up.timing().roundTripNanos()));
        } else if (result instanceof CheckResult.Down down) {
            text.append(" is down: ").append(words(down.reason()));
        } else if (result instanceof CheckResult.Unknown unknown) {
            text.append(" is unknown: ").append(words(unknown.reason()));
            Throwable cause = unknown.cause();
            if (cause != null) {
                text.append(", ").append(causeText(cause));
            }
        }
        details(text, result.evidence());
        if (!result.isUp()) {
            text.append(" after ").append(Durations.readable(result.timing().elapsedNanos()));
        }
        return text.toString();
    }

    private static void details(StringBuilder text, Evidence evidence) {
        if (evidence.errno() != null) {
            text.append(" (")
                    .append(systemCall(evidence))
                    .append(evidence.errno())
                    .append(')');
        } else if (evidence.signal() == Signal.RST) {
            text.append(" (RST)");
        }
        if (evidence.syns() > 1) {
            text.append(", ").append(evidence.syns()).append(evidence.engine().equals("echo") ? " requests" : " SYNs");
        }
    }

    private static String systemCall(Evidence evidence) {
        return evidence.systemCall() == null ? "" : evidence.systemCall() + ": ";
    }

    private static String causeText(Throwable cause) {
        String message = cause.getMessage();
        if (cause instanceof UnknownHostException && message != null && message.indexOf(' ') < 0) {
            return "no address for " + message;
        }
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /** {@code TIMED_OUT} as "timed out". */
    static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * {@code 127.0.0.1:80} or {@code [::1]:80}, or without a port the host alone, without asking anybody for a name.
     */
    static String literal(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = ip == null ? address.getHostString() : Literals.text(ip);
        return host.indexOf(':') >= 0 && address.getPort() != 0
                ? "[" + host + "]:" + address.getPort()
                : withPort(host, address.getPort());
    }

    /** The same, but with the name where the caller gave one. */
    static String asWritten(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        String host = address.getHostString();
        // Of IPv4 that is the literal already, and every check comes here: no text is made only to be compared.
        return ip instanceof Inet6Address && host.equals(ip.getHostAddress())
                ? literal(address)
                : withPort(host, address.getPort());
    }

    /** An engine that asks hosts has no port to name. */
    private static String withPort(String host, int port) {
        return port == 0 ? host : host + ":" + port;
    }
}
