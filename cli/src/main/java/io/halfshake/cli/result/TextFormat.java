package io.halfshake.cli.result;

import io.halfshake.CheckResult;
import io.halfshake.CheckResult.Down;
import io.halfshake.CheckResult.Unknown;
import io.halfshake.CheckResult.Up;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.IcmpMessage;
import io.halfshake.cli.terminal.Colour;
import io.halfshake.cli.terminal.Texts;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A result as a line of text: state, round trip or reason, target, address if it differs, and details. The columns of
 * known width come first, so that lines are aligned whatever the length of the names.
 */
public final class TextFormat implements ResultFormat {
    /** As long as "unknown". */
    private static final int STATE_WIDTH = 7;
    /** As long as "no descriptors" and "checker closed". */
    private static final int ANSWER_WIDTH = 14;

    private final boolean colours;

    public TextFormat(boolean colours) {
        this.colours = colours;
    }

    @Override
    public byte[] line(CheckResult result) {
        StringBuilder line = new StringBuilder(120);
        if (result instanceof Up up) {
            begin(line, "up", Colour.GREEN, Texts.millis(up.timing().roundTripNanos()), result);
        } else if (result instanceof Down down) {
            begin(line, "down", Colour.RED, Texts.words(down.reason()), result);
            downDetails(line, down);
        } else if (result instanceof Unknown unknown) {
            begin(line, "unknown", Colour.YELLOW, Texts.words(unknown.reason()), result);
            unknownDetails(line, unknown);
        }
        evidence(line, result);
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private void begin(StringBuilder line, String state, Colour colour, String answer, CheckResult result) {
        line.append(colours ? colour.apply(state) : state);
        pad(line, STATE_WIDTH - state.length() + 2 + ANSWER_WIDTH - answer.length());
        line.append(answer).append("  ").append(Texts.visible(result.target()));
        InetSocketAddress address = result.address();
        if (address != null) {
            String literal = Texts.literal(address);
            if (!literal.equals(result.target())) {
                line.append(" (").append(literal).append(')');
            }
        }
    }

    private static void pad(StringBuilder line, int count) {
        for (int i = 0; i < count; i++) {
            line.append(' ');
        }
    }

    private static void downDetails(StringBuilder line, Down down) {
        long roundTrip = down.timing().roundTripNanos();
        if (roundTrip >= 0) {
            line.append("  after ").append(Texts.millis(roundTrip));
        } else {
            line.append("  no answer in ").append(Texts.millis(down.timing().elapsedNanos()));
        }
        String errno = down.evidence().errno();
        if (errno != null && down.reason() == DownReason.UNREACHABLE) {
            line.append(", ").append(errno);
        }
        IcmpMessage icmp = down.evidence().icmp();
        if (icmp != null) {
            line.append(icmp.ipVersion() == 6 ? ", ICMPv6 type " : ", ICMP type ")
                    .append(icmp.type())
                    .append(" code ")
                    .append(icmp.code());
        }
    }

    private static void unknownDetails(StringBuilder line, Unknown unknown) {
        Throwable cause = unknown.cause();
        String errno = unknown.evidence().errno();
        if (cause != null) {
            line.append("  ").append(Texts.visible(Texts.cause(cause)));
        } else if (errno != null) {
            line.append("  ").append(errno);
        } else {
            line.append("  after ").append(Texts.millis(unknown.timing().elapsedNanos()));
        }
    }

    private static void evidence(StringBuilder line, CheckResult result) {
        Evidence evidence = result.evidence();
        String separator = result.isUp() ? "  " : ", ";
        if (result.isUp() && evidence.handshake() == Handshake.FULL) {
            line.append(separator).append("full handshake");
            separator = ", ";
        }
        if (evidence.syns() > 1) {
            line.append(separator)
                    .append(evidence.syns())
                    .append(evidence.engine().equals("echo") ? " requests" : " SYNs");
        }
    }
}
