package io.halfshake.cluster;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.IcmpMessage;
import io.halfshake.Signal;
import io.halfshake.Timing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result that decided a change, as bytes of {@link Command.Finding}. The state does not read them, so that members
 * of different versions may write them differently.
 */
final class EvidenceFormat {
    private static final int VERSION = 1;

    /** Names of engines, system calls and errors are shorter; of longer ones the rest is left out. */
    private static final int TEXT_CHARS = 40;

    /** Of the characters above in UTF-8, at most. */
    private static final int TEXT_BYTES = 3 * TEXT_CHARS;

    private static final int IPV6_BYTES = 16;
    private static final int MAX_PORT = 0xFFFF;

    private static final List<DownReason> REASONS =
            List.of(DownReason.REFUSED, DownReason.TIMED_OUT, DownReason.UNREACHABLE);
    private static final List<Signal> SIGNALS =
            List.of(Signal.SYN_ACK, Signal.RST, Signal.ICMP, Signal.NONE, Signal.LOCAL);
    private static final List<Handshake> HANDSHAKES = List.of(Handshake.HALF, Handshake.FULL);
    private static final List<Evidence.Clock> CLOCKS =
            List.of(Evidence.Clock.KERNEL, Evidence.Clock.USER_SPACE, Evidence.Clock.NONE);

    private EvidenceFormat() {}

    /**
     * Writes a result.
     *
     * @param result Up or Down
     * @throws IllegalArgumentException if it is Unknown
     */
    static Bytes encode(CheckResult result) {
        FormatWriter out = new FormatWriter();
        out.code(VERSION);
        if (result instanceof CheckResult.Down down) {
            out.code(1 + REASONS.indexOf(down.reason()));
            writeAddress(out, down.address());
        } else if (result instanceof CheckResult.Up up) {
            out.code(0);
            writeAddress(out, up.address());
        } else {
            throw new IllegalArgumentException("result: " + result + " (expected Up or Down)");
        }
        Timing timing = result.timing();
        out.number(timing.elapsedNanos());
        out.number(timing.queuedNanos());
        out.number(timing.resolvingNanos());
        out.signed(timing.roundTripNanos());
        write(out, result.evidence());
        return Bytes.copyOf(out.toBytes());
    }

    private static void writeAddress(FormatWriter out, InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        out.bytes(ip == null ? Bytes.EMPTY : Bytes.copyOf(ip.getAddress()));
        out.number(address.getPort());
    }

    private static void write(FormatWriter out, Evidence evidence) {
        out.code(SIGNALS.indexOf(evidence.signal()));
        IcmpMessage icmp = evidence.icmp();
        out.bool(icmp != null);
        if (icmp != null) {
            out.code(icmp.ipVersion());
            out.code(icmp.type());
            out.code(icmp.code());
        }
        writeText(out, evidence.systemCall());
        writeText(out, evidence.errno());
        out.number(Math.max(0, evidence.syns()));
        writeText(out, evidence.engine());
        out.code(HANDSHAKES.indexOf(evidence.handshake()));
        out.code(CLOCKS.indexOf(evidence.clock()));
    }

    /** Null is written as an empty text, which none of them is. */
    private static void writeText(FormatWriter out, @Nullable String text) {
        String whole = text == null ? "" : text;
        out.text(whole.substring(0, Math.min(TEXT_CHARS, whole.length())));
    }

    /**
     * Reads a result.
     *
     * @param target whose it is, as it was added
     * @throws FormatException if it is not one of {@link #encode}, or of a version that this process does not know
     */
    static CheckResult decode(String target, Bytes bytes) throws FormatException {
        FormatReader in = new FormatReader(bytes.toArray());
        int version = in.code();
        if (version != VERSION) {
            throw new FormatException(
                    Refusal.UNKNOWN_VERSION, "version of evidence: " + version + " (expected " + VERSION + ")");
        }
        int kind = in.code();
        InetSocketAddress address = address(in, target);
        Timing timing = new Timing(number(in), number(in), number(in), roundTrip(in));
        Evidence evidence = evidence(in);
        in.requireEnd();
        if (kind > 0) {
            return new CheckResult.Down(target, address, one(in, REASONS, kind - 1), timing, evidence);
        }
        if (timing.roundTripNanos() == Timing.NO_ROUND_TRIP) {
            throw in.malformed("a round trip, since the target is up");
        }
        return new CheckResult.Up(target, address, timing, evidence);
    }

    /** Null instead of an exception. */
    static @Nullable CheckResult decodeIfKnown(String target, Bytes bytes) {
        try {
            return decode(target, bytes);
        } catch (FormatException e) {
            return null;
        }
    }

    private static InetSocketAddress address(FormatReader in, String target) throws FormatException {
        byte[] ip = in.bytes(IPV6_BYTES).toArray();
        int port = in.size(MAX_PORT);
        if (ip.length == 0) {
            return InetSocketAddress.createUnresolved(target, port);
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(ip), port);
        } catch (UnknownHostException e) {
            FormatException malformed = in.malformed("an address of 4 or 16 bytes instead of " + ip.length);
            malformed.initCause(e);
            throw malformed;
        }
    }

    private static long number(FormatReader in) throws FormatException {
        return in.number(Long.MAX_VALUE);
    }

    private static long roundTrip(FormatReader in) throws FormatException {
        long nanos = in.signed();
        if (nanos < Timing.NO_ROUND_TRIP) {
            throw in.malformed("a round trip of -1 or more instead of " + nanos);
        }
        return nanos;
    }

    private static Evidence evidence(FormatReader in) throws FormatException {
        Signal signal = one(in, SIGNALS, in.code());
        IcmpMessage icmp = in.bool() ? icmp(in) : null;
        String systemCall = text(in);
        String errno = text(in);
        int syns = in.size(Integer.MAX_VALUE);
        String engine = in.text(TEXT_BYTES);
        Handshake handshake = one(in, HANDSHAKES, in.code());
        return new Evidence(signal, icmp, systemCall, errno, syns, engine, handshake, one(in, CLOCKS, in.code()));
    }

    private static IcmpMessage icmp(FormatReader in) throws FormatException {
        int ipVersion = in.code();
        if (ipVersion != 4 && ipVersion != 6) {
            throw in.malformed("4 or 6 instead of " + ipVersion);
        }
        return new IcmpMessage(ipVersion, in.code(), in.code());
    }

    private static @Nullable String text(FormatReader in) throws FormatException {
        String text = in.text(TEXT_BYTES);
        return text.isEmpty() ? null : text;
    }

    private static <T> T one(FormatReader in, List<T> values, int code) throws FormatException {
        if (code < 0 || code >= values.size()) {
            throw in.malformed("0 to " + (values.size() - 1) + " instead of " + code);
        }
        return values.get(code);
    }
}
