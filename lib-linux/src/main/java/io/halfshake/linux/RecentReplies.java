package io.halfshake.linux;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which targets have just answered, so that a refusal by one of them is not believed at once.
 *
 * <p>A reused socket asks from the port that it had before. Where the RST that ended its last check is lost or
 * overtaken by the next SYN to the same target, the target takes that for a SYN of the earlier handshake, and resets it
 * (net/ipv4/tcp_minisocks.c, tcp_check_req). The sequence number of the new SYN must lie in the window of the old one.
 * It grows by one in 64 ns (net/core/secure_seq.c), so that a window of 65,535 is over after 4.2 ms.
 *
 * <p>Belongs to its loop's thread. A target may be forgotten for another.
 */
final class RecentReplies {
    private static final int SIZE = 1_024;
    private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final @Nullable InetSocketAddress[] targets = new @Nullable InetSocketAddress[SIZE];
    private final long[] times = new long[SIZE];

    void add(InetSocketAddress target, long atNanos) {
        int index = index(target);
        targets[index] = target;
        times[index] = atNanos;
    }

    /** Whether a refusal of a SYN that left at this time may be meant for an earlier check. */
    boolean contradict(InetSocketAddress target, long sentAtNanos) {
        return hasSince(target, sentAtNanos - WINDOW_NANOS);
    }

    /** Whether the target has replied then or later. */
    boolean hasSince(InetSocketAddress target, long nanoTime) {
        int index = index(target);
        return target.equals(targets[index]) && times[index] - nanoTime >= 0;
    }

    private static int index(InetSocketAddress target) {
        int hash = target.hashCode() * 0x9E3779B9;
        return hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(SIZE));
    }
}
