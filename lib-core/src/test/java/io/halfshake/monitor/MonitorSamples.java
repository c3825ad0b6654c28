package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Results, for tests that do not care how they came about. */
public final class MonitorSamples {
    private MonitorSamples() {}

    public static InetSocketAddress address(String name, int last) {
        try {
            byte[] bytes = {(byte) 192, 0, 2, (byte) last};
            return new InetSocketAddress(
                    name.isEmpty() ? InetAddress.getByAddress(bytes) : InetAddress.getByAddress(name, bytes), 80);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }

    private static Evidence evidence(Signal signal) {
        return new Evidence(signal, null, null, null, 1, "sample", Handshake.HALF, Evidence.Clock.KERNEL);
    }

    public static CheckResult up(String target, InetSocketAddress address) {
        return new CheckResult.Up(target, address, new Timing(9_000_123, 2_000, 3_000, 777), evidence(Signal.SYN_ACK));
    }

    public static CheckResult down(String target, InetSocketAddress address) {
        return new CheckResult.Down(
                target, address, DownReason.REFUSED, new Timing(9_000_123, 2_000, 3_000, 777), evidence(Signal.RST));
    }

    static CheckResult silent(String target, InetSocketAddress address) {
        return new CheckResult.Down(
                target,
                address,
                DownReason.TIMED_OUT,
                new Timing(9_000_123, 2_000, 3_000, Timing.NO_ROUND_TRIP),
                evidence(Signal.NONE));
    }

    static CheckResult unreachable(String target, InetSocketAddress address) {
        return new CheckResult.Down(
                target,
                address,
                DownReason.UNREACHABLE,
                new Timing(9_000_123, 2_000, 3_000, 777),
                evidence(Signal.ICMP));
    }

    public static CheckResult unknown(String target, @Nullable InetSocketAddress address, @Nullable Throwable cause) {
        return new CheckResult.Unknown(
                target,
                address,
                UnknownReason.UNRESOLVED,
                cause,
                new Timing(9_000_123, 2_000, 3_000, Timing.NO_ROUND_TRIP),
                evidence(Signal.LOCAL));
    }
}
