package io.halfshake.cli.diagnose;

import io.halfshake.CheckResult;
import io.halfshake.CheckResult.Down;
import io.halfshake.CheckResult.Unknown;
import io.halfshake.CheckResult.Up;
import io.halfshake.Evidence;
import io.halfshake.IcmpMessage;
import io.halfshake.Signal;
import io.halfshake.Target;
import io.halfshake.cli.terminal.Colour;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.diagnosis.Diagnosis;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A diagnosis as text: the verdict, a line for each check, and the explanation. */
final class DiagnoseText {
    private static final int MAX_LABEL = "65535".length();

    private final StringBuilder text = new StringBuilder(500);

    private DiagnoseText() {}

    /**
     * Writes a diagnosis.
     *
     * @param echoUnavailable why echo is unavailable; empty if it is not
     */
    static String of(Diagnosis diagnosis, String echoUnavailable, boolean colours) {
        DiagnoseText lines = new DiagnoseText();
        lines.headline(diagnosis, colours);
        CheckResult service = diagnosis.service();
        if (service != null) {
            lines.row(port(service), outcome(service));
        }
        for (CheckResult closed : diagnosis.closedPorts()) {
            lines.row(port(closed), outcome(closed) + (closed.isUnknown() ? "" : " (should be closed)"));
        }
        CheckResult echo = diagnosis.echo();
        if (echo != null) {
            lines.row("echo", outcome(echo));
        } else if (!echoUnavailable.isEmpty()) {
            lines.row("echo", "not checked: " + echoUnavailable);
        }
        lines.text.append("  ").append(sentence(diagnosis.explanation())).append('\n');
        return lines.text.toString();
    }

    private void headline(Diagnosis diagnosis, boolean colours) {
        text.append(Texts.visible(diagnosis.target()));
        InetAddress address = diagnosis.address();
        String literal = address == null ? "" : Texts.host(address);
        if (address != null
                && !literal.equals(Target.parseHost(diagnosis.target()).host())) {
            text.append(" (").append(literal).append(')');
        }
        text.append(": ");
        String verdict = diagnosis.verdict().describe();
        text.append(colours ? colour(diagnosis).apply(verdict) : verdict).append('\n');
    }

    private static Colour colour(Diagnosis diagnosis) {
        return switch (diagnosis.verdict()) {
            case SERVICE_UP, HOST_UP -> Colour.GREEN;
            case SERVICE_DOWN, HOST_DOWN -> Colour.RED;
            case INTERCEPTED, CANNOT_TELL -> Colour.YELLOW;
        };
    }

    private void row(String label, String answer) {
        text.append("  ").append(label);
        for (int i = label.length(); i < MAX_LABEL + 2; i++) {
            text.append(' ');
        }
        text.append(Texts.visible(answer)).append('\n');
    }

    private static String port(CheckResult result) {
        InetSocketAddress address = result.address();
        int port = address == null ? Target.parse(result.target()).port() : address.getPort();
        return Integer.toString(port);
    }

    private static String outcome(CheckResult result) {
        if (result instanceof Up up) {
            return "answered after " + Texts.millis(up.timing().roundTripNanos());
        }
        if (result instanceof Unknown unknown) {
            Throwable cause = unknown.cause();
            return "unknown: " + Texts.words(unknown.reason()) + (cause == null ? "" : ": " + Texts.cause(cause));
        }
        long roundTrip = result.timing().roundTripNanos();
        if (roundTrip < 0) {
            return withoutAnswer((Down) result) + " "
                    + Texts.millis(result.timing().elapsedNanos());
        }
        return Texts.words(((Down) result).reason()) + signal(result.evidence()) + " after " + Texts.millis(roundTrip);
    }

    private static String withoutAnswer(Down down) {
        return switch (down.reason()) {
            case TIMED_OUT -> "silent for";
            case REFUSED, UNREACHABLE -> Texts.words(down.reason()) + signal(down.evidence()) + " after";
        };
    }

    private static String signal(Evidence evidence) {
        IcmpMessage icmp = evidence.icmp();
        if (icmp != null) {
            return (icmp.ipVersion() == 6 ? ": ICMPv6 type " : ": ICMP type ") + icmp.type() + " code " + icmp.code();
        }
        if (evidence.signal() == Signal.RST) {
            return ": RST";
        }
        return evidence.errno() == null ? "" : ": " + evidence.errno();
    }

    private static String sentence(String words) {
        return Texts.visible(Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".");
    }
}
