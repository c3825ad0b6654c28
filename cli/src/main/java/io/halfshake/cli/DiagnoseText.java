package io.halfshake.cli;

import io.halfshake.CheckResult;
import io.halfshake.CheckResult.Down;
import io.halfshake.CheckResult.Unknown;
import io.halfshake.CheckResult.Up;
import io.halfshake.Evidence;
import io.halfshake.IcmpMessage;
import io.halfshake.Speaker;
import io.halfshake.Target;
import io.halfshake.monitor.Diagnosis;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A diagnosis for people: the verdict, a line for each question, and why. */
final class DiagnoseText {
    private static final int LONGEST_LABEL = "65535".length();

    private final StringBuilder text = new StringBuilder(500);

    private DiagnoseText() {}

    /**
     * Writes a diagnosis.
     *
     * @param echoTrouble why nobody could be asked for echo
     */
    static String of(Diagnosis diagnosis, String echoTrouble, boolean colours) {
        DiagnoseText lines = new DiagnoseText();
        lines.headline(diagnosis, colours);
        CheckResult service = diagnosis.service();
        if (service != null) {
            lines.row(port(service), answer(service));
        }
        for (CheckResult closed : diagnosis.closedPorts()) {
            lines.row(port(closed), answer(closed) + (closed.isUnknown() ? "" : " (should be closed)"));
        }
        CheckResult echo = diagnosis.echo();
        if (echo != null) {
            lines.row("echo", answer(echo));
        } else if (!echoTrouble.isEmpty()) {
            lines.row("echo", "not asked: " + echoTrouble);
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
        text.append(colours ? colour(diagnosis).on(verdict) : verdict).append('\n');
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
        for (int i = label.length(); i < LONGEST_LABEL + 2; i++) {
            text.append(' ');
        }
        text.append(Texts.visible(answer)).append('\n');
    }

    private static String port(CheckResult result) {
        InetSocketAddress address = result.address();
        int port = address == null ? Target.parse(result.target()).port() : address.getPort();
        return Integer.toString(port);
    }

    private static String answer(CheckResult result) {
        if (result instanceof Up up) {
            return "answered after " + Texts.millis(up.timing().roundTripNanos());
        }
        if (result instanceof Unknown unknown) {
            Throwable cause = unknown.cause();
            return "not known: " + Texts.words(unknown.reason()) + (cause == null ? "" : ": " + Texts.cause(cause));
        }
        long roundTrip = result.timing().roundTripNanos();
        if (roundTrip < 0) {
            return silence((Down) result) + " " + Texts.millis(result.timing().elapsedNanos());
        }
        return Texts.words(((Down) result).reason()) + speaker(result.evidence()) + " after " + Texts.millis(roundTrip);
    }

    private static String silence(Down down) {
        return switch (down.reason()) {
            case TIMED_OUT -> "silent for";
            case REFUSED, UNREACHABLE -> Texts.words(down.reason()) + speaker(down.evidence()) + " after";
        };
    }

    private static String speaker(Evidence evidence) {
        IcmpMessage icmp = evidence.icmp();
        if (icmp != null) {
            return (icmp.ipVersion() == 6 ? ": ICMPv6 type " : ": ICMP type ") + icmp.type() + " code " + icmp.code();
        }
        if (evidence.speaker() == Speaker.RST) {
            return ": RST";
        }
        return evidence.errno() == null ? "" : ": " + evidence.errno();
    }

    private static String sentence(String words) {
        return Texts.visible(Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".");
    }
}
