package io.halfshake.cluster;

import io.halfshake.cluster.Opinion.Verdict;
import io.halfshake.internal.Arguments;
import io.halfshake.monitor.TargetState;
import java.nio.charset.StandardCharsets;

/** How values that commands and snapshots share are written. */
final class Codes {
    private Codes() {}

    static void write(FormatWriter out, TargetState state) {
        out.code(
                switch (state) {
                    case UNKNOWN -> 0;
                    case UP -> 1;
                    case DOWN -> 2;
                });
    }

    static TargetState state(FormatReader in) throws FormatException {
        int code = in.code();
        return switch (code) {
            case 0 -> TargetState.UNKNOWN;
            case 1 -> TargetState.UP;
            case 2 -> TargetState.DOWN;
            default -> throw in.malformed("a state, 0 to 2, instead of " + code);
        };
    }

    static void write(FormatWriter out, Verdict verdict) {
        out.code(
                switch (verdict) {
                    case CANNOT_TELL -> 0;
                    case UP -> 1;
                    case DOWN -> 2;
                });
    }

    static Verdict verdict(FormatReader in) throws FormatException {
        int code = in.code();
        return switch (code) {
            case 0 -> Verdict.CANNOT_TELL;
            case 1 -> Verdict.UP;
            case 2 -> Verdict.DOWN;
            default -> throw in.malformed("a verdict, 0 to 2, instead of " + code);
        };
    }

    /** Whether a text may be the name of a member or a zone, but for an empty one. */
    static boolean fits(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= Limits.NAME_BYTES;
    }

    /** Whether a text may be that of a target, and is read as it was written: it has no lone surrogate. */
    static boolean fitsTarget(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return bytes.length >= 1
                && bytes.length <= Limits.TARGET_BYTES
                && new String(bytes, StandardCharsets.UTF_8).equals(text);
    }

    static void writeName(FormatWriter out, String name) {
        writeText(out, "name", name, Limits.NAME_BYTES);
    }

    static String name(FormatReader in) throws FormatException {
        return text(in, Limits.NAME_BYTES);
    }

    /** A zone may be empty: that of members that have not set one. */
    static void writeZone(FormatWriter out, String zone) {
        Arguments.require(fits(zone), "zone", zone, "at most " + Limits.NAME_BYTES + " bytes");
        out.text(zone);
    }

    static void writeTarget(FormatWriter out, String target) {
        writeText(out, "target", target, Limits.TARGET_BYTES);
    }

    static String target(FormatReader in) throws FormatException {
        return text(in, Limits.TARGET_BYTES);
    }

    private static void writeText(FormatWriter out, String what, String text, int most) {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        Arguments.require(size >= 1 && size <= most, what, text, "1 to " + most + " bytes");
        out.text(text);
    }

    private static String text(FormatReader in, int most) throws FormatException {
        String text = in.text(most);
        if (text.isEmpty()) {
            throw in.malformed("a text that is not empty");
        }
        return text;
    }

    static void writeSettings(FormatWriter out, Bytes settings) {
        writeBytes(out, "settings", settings, Limits.SETTINGS_BYTES);
    }

    static void writeEvidence(FormatWriter out, Bytes evidence) {
        writeBytes(out, "evidence", evidence, Limits.EVIDENCE_BYTES);
    }

    static void writeDigest(FormatWriter out, Bytes digest) {
        writeBytes(out, "digest", digest, Limits.DIGEST_BYTES);
    }

    private static void writeBytes(FormatWriter out, String what, Bytes bytes, int most) {
        Arguments.require(bytes.length() <= most, what, bytes.length(), "at most " + most + " bytes");
        out.bytes(bytes);
    }

    static void writeNanos(FormatWriter out, String what, long nanos) {
        Arguments.require(nanos >= 0 && nanos <= Limits.NANOS, what, nanos, "0 to " + Limits.NANOS);
        out.number(nanos);
    }

    static int partition(FormatReader in) throws FormatException {
        return in.size(PartitionHash.PARTITIONS - 1);
    }
}
