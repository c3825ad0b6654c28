package io.halfshake;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Results and their parts, for tests that do not care how they came about. */
final class Samples {
    static final InetSocketAddress ADDRESS = address(1);
    static final Timing TIMING = new Timing(TimeUnit.MILLISECONDS.toNanos(7), 0, 0, Timing.NO_ROUND_TRIP);

    private Samples() {}

    /** 192.0.2.{@code last}:80 */
    static InetSocketAddress address(int last) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last}), 80);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    static Evidence evidence(Signal signal) {
        return new Evidence(signal, null, null, null, 1, "sample", Handshake.HALF, Evidence.Clock.NONE);
    }

    static CheckResult up(int last, long roundTripNanos) {
        return new CheckResult.Up(
                "db:80", address(last), new Timing(roundTripNanos, 0, 0, roundTripNanos), evidence(Signal.SYN_ACK));
    }

    static CheckResult up() {
        return up(1, TimeUnit.MICROSECONDS.toNanos(240));
    }

    static CheckResult down(int last, DownReason reason) {
        return new CheckResult.Down("db:80", address(last), reason, TIMING, evidence(Signal.RST));
    }

    static CheckResult unknown(int last, UnknownReason reason) {
        return unknown(last, reason, null);
    }

    static CheckResult unknown(int last, UnknownReason reason, @Nullable Throwable cause) {
        return new CheckResult.Unknown("db:80", address(last), reason, cause, TIMING, Evidence.nothingSent("sample"));
    }
}
