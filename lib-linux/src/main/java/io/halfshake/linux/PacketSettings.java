package io.halfshake.linux;

/**
 * What the user wants of an engine that makes its own packets.
 *
 * @param options what is set on every socket
 * @param resendNanos after so long without an answer another packet goes out, then after twice as long, and so on;
 *     {@link #NEVER} for none
 * @param packetsPerSecond in all, or {@link RateLimiter#UNLIMITED}
 * @param packetsPerSecondPerHost to one address, or {@link RateLimiter#UNLIMITED}
 */
record PacketSettings(SocketOptions options, long resendNanos, int packetsPerSecond, int packetsPerSecondPerHost) {
    static final long NEVER = -1;

    private static final int MAX_RESENDS = 8;

    /** When to send again after this number of packets, with that much time left; or {@link #NEVER}. */
    long resendDelay(int sent, long leftNanos) {
        if (resendNanos == NEVER || sent > MAX_RESENDS) {
            return NEVER;
        }
        long delay = Math.min(resendNanos << (sent - 1), sent == 1 ? leftNanos / 2 : Long.MAX_VALUE);
        return delay > 0 && delay < leftNanos ? delay : NEVER;
    }
}
