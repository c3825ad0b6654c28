package io.halfshake.linux;

import java.time.Duration;

/**
 * What the engines that make their own packets can be told besides: how often to resend, and how fast to be at most.
 *
 * @param <S> the setup itself
 */
public abstract class PacketSetup<S extends PacketSetup<S>> extends LinuxSetup<S> {
    private static final Duration USUAL_RESEND = Duration.ofMillis(300);

    private long resendNanos = USUAL_RESEND.toNanos();
    private int packetsPerSecond = RateLimiter.UNLIMITED;
    private int packetsPerSecondPerHost = RateLimiter.UNLIMITED;

    PacketSetup() {}

    /**
     * Sends another packet where no answer came, after twice that time a third, and so on until the deadline. Each has
     * a sequence number of its own, so that the round trip is that of the packet which was answered. With less than
     * twice that time left, the second goes out half-way. With {@link io.halfshake.Resend#never()} none goes out.
     *
     * @param delay more than zero; 300 ms is the default
     * @return this
     * @throws IllegalArgumentException if it is zero or negative
     */
    public final S resendAfter(Duration delay) {
        require(!delay.isZero() && !delay.isNegative(), "resendAfter", delay, "> 0");
        resendNanos =
                delay.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : delay.toNanos();
        return self();
    }

    /**
     * Limits the packets sent from each event loop, per second. What has to wait for its turn is not held against the
     * target.
     *
     * @param packets 1 to 1,000,000,000; unlimited by default
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public final S packetsPerSecond(int packets) {
        require(
                packets >= 1 && packets <= RateLimiter.MAX_PACKETS_PER_SECOND,
                "packetsPerSecond",
                packets,
                "1 to " + RateLimiter.MAX_PACKETS_PER_SECOND);
        packetsPerSecond = packets;
        return self();
    }

    /**
     * Limits the packets sent to one address from each event loop, per second. Some systems answer a few hundred a
     * second only, and would look silent. Each loop sends its checks of an address in the order in which they began.
     *
     * @param packets 1 to 1,000,000,000; unlimited by default
     * @return this
     * @throws IllegalArgumentException if it is outside that range
     */
    public final S packetsPerSecondPerHost(int packets) {
        require(
                packets >= 1 && packets <= RateLimiter.MAX_PACKETS_PER_SECOND,
                "packetsPerSecondPerHost",
                packets,
                "1 to " + RateLimiter.MAX_PACKETS_PER_SECOND);
        packetsPerSecondPerHost = packets;
        return self();
    }

    final void copyTo(PacketSetup<?> copy) {
        copyCommonTo(copy);
        copy.resendNanos = resendNanos;
        copy.packetsPerSecond = packetsPerSecond;
        copy.packetsPerSecondPerHost = packetsPerSecondPerHost;
    }

    final PacketSettings settings(boolean mayResend) {
        return new PacketSettings(
                options(), mayResend ? resendNanos : PacketSettings.NEVER, packetsPerSecond, packetsPerSecondPerHost);
    }
}
