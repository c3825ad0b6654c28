package io.halfshake.cli;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Results as a checker would make them. */
public final class Results {
    private static final InetSocketAddress ADDRESS = new InetSocketAddress("192.0.2.7", 5432);

    private Results() {}

    public static CheckResult up(String target, long roundTripNanos) {
        return new CheckResult.Up(
                target, ADDRESS, new Timing(roundTripNanos + 50_000, 0, 0, roundTripNanos), evidence(Signal.SYN_ACK));
    }

    public static CheckResult down(String target, DownReason reason) {
        boolean silent = reason == DownReason.TIMED_OUT;
        return new CheckResult.Down(
                target,
                ADDRESS,
                reason,
                new Timing(500_000_000, 0, 0, silent ? Timing.NO_ROUND_TRIP : 180_000),
                evidence(silent ? Signal.NONE : Signal.RST));
    }

    public static CheckResult unknown(String target, UnknownReason reason, @Nullable Throwable cause) {
        return new CheckResult.Unknown(
                target, null, reason, cause, new Timing(2_000_000, 0, 0, Timing.NO_ROUND_TRIP), evidence(Signal.LOCAL));
    }

    public static Evidence evidence(Signal signal) {
        return new Evidence(signal, null, null, null, 1, "half-open", Handshake.HALF, Evidence.Clock.NONE);
    }
}
