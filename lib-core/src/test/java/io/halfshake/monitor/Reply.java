package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.IcmpMessage;
import io.halfshake.Speaker;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What may come of one question, as the engines report it. */
enum Reply {
    UP(null, Speaker.SYN_ACK, -1, null),
    RST(DownReason.REFUSED, Speaker.RST, -1, "ECONNREFUSED"),
    PORT_UNREACHABLE(DownReason.REFUSED, Speaker.ICMP, 3, "ECONNREFUSED"),
    SILENT(DownReason.TIMED_OUT, Speaker.NOBODY, -1, null),
    HOST_UNREACHABLE(DownReason.UNREACHABLE, Speaker.ICMP, 1, "EHOSTUNREACH"),
    PROHIBITED(DownReason.UNREACHABLE, Speaker.ICMP, 13, "EHOSTUNREACH"),
    /** As an engine has it that sees no packets: it may be either of the two above. */
    EHOSTUNREACH(DownReason.UNREACHABLE, Speaker.ICMP, -1, "EHOSTUNREACH"),
    UNKNOWN(null, Speaker.THIS_HOST, -1, null);

    private static final long ROUND_TRIP = 240_000;

    private final @Nullable DownReason reason;
    private final Speaker speaker;
    /** Of type 3, destination unreachable; -1 for none. */
    private final int icmpCode;

    private final @Nullable String errno;

    Reply(@Nullable DownReason reason, Speaker speaker, int icmpCode, @Nullable String errno) {
        this.reason = reason;
        this.speaker = speaker;
        this.icmpCode = icmpCode;
        this.errno = errno;
    }

    CheckResult from(InetAddress host, int port) {
        return from("db:" + port, new InetSocketAddress(host, port));
    }

    CheckResult from(String target, InetSocketAddress address) {
        IcmpMessage icmp = icmpCode < 0 ? null : new IcmpMessage(4, 3, icmpCode);
        Evidence evidence = new Evidence(speaker, icmp, null, errno, 1, "sample", Handshake.HALF, Evidence.Clock.NONE);
        boolean heard = this != SILENT && this != UNKNOWN;
        Timing timing = new Timing(2_000_000_000, 0, 0, heard ? ROUND_TRIP : Timing.NO_ROUND_TRIP);
        if (this == UP) {
            return new CheckResult.Up(target, address, timing, evidence);
        }
        return reason == null
                ? new CheckResult.Unknown(target, address, UnknownReason.NO_DESCRIPTORS, null, timing, evidence)
                : new CheckResult.Down(target, address, reason, timing, evidence);
    }
}
