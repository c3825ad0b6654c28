package io.halfshake.diagnosis;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.IcmpMessage;
import io.halfshake.Signal;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** What may come of one question, as the engines report it. */
enum Reply {
    UP(null, Signal.SYN_ACK, -1, null),
    RST(DownReason.REFUSED, Signal.RST, -1, "ECONNREFUSED"),
    PORT_UNREACHABLE(DownReason.REFUSED, Signal.ICMP, 3, "ECONNREFUSED"),
    SILENT(DownReason.TIMED_OUT, Signal.NONE, -1, null),
    HOST_UNREACHABLE(DownReason.UNREACHABLE, Signal.ICMP, 1, "EHOSTUNREACH"),
    PROHIBITED(DownReason.UNREACHABLE, Signal.ICMP, 13, "EHOSTUNREACH"),
    /** As an engine has it that sees no packets: it may be either of the two above. */
    EHOSTUNREACH(DownReason.UNREACHABLE, Signal.ICMP, -1, "EHOSTUNREACH"),
    UNKNOWN(null, Signal.LOCAL, -1, null);

    private static final long ROUND_TRIP = 240_000;

    private final @Nullable DownReason reason;
    private final Signal signal;
    /** Of type 3, destination unreachable; -1 for none. */
    private final int icmpCode;

    private final @Nullable String errno;

    Reply(@Nullable DownReason reason, Signal signal, int icmpCode, @Nullable String errno) {
        this.reason = reason;
        this.signal = signal;
        this.icmpCode = icmpCode;
        this.errno = errno;
    }

    CheckResult from(InetAddress host, int port) {
        return from("db:" + port, new InetSocketAddress(host, port));
    }

    CheckResult from(String target, InetSocketAddress address) {
        IcmpMessage icmp = icmpCode < 0 ? null : new IcmpMessage(4, 3, icmpCode);
        Evidence evidence = new Evidence(signal, icmp, null, errno, 1, "sample", Handshake.HALF, Evidence.Clock.NONE);
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
