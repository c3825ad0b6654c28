package io.halfshake.linux;

/**
 * The limit of packets per second of a loop, and whether that is what keeps packets from being sent. Belongs to its
 * loop's thread.
 */
final class SendLimit {
    private final RateLimiter pace;

    /** Until when the limit has kept packets. */
    private long heldUntil;

    /** Whether the last packets that were tried found no room: then the limit is not what keeps them. */
    private boolean isBufferFull;

    /**
     * Lets a packet through at once.
     *
     * @param packetsPerSecond in all, or {@link RateLimiter#UNLIMITED}
     */
    SendLimit(int packetsPerSecond, long now) {
        pace = new RateLimiter(packetsPerSecond, now);
        heldUntil = now;
    }

    /** How long the next packet has to wait; zero if it can be sent. */
    long untilFree(long now) {
        long wait = pace.untilFree(now);
        if (wait > 0) {
            heldUntil = now + wait;
        }
        return wait;
    }

    /** A packet is about to be sent. */
    void take(long now) {
        pace.take(now);
    }

    /** The kernel has taken a packet. */
    void sent() {
        isBufferFull = false;
    }

    /** The kernel has no room for a packet. */
    void bufferFull() {
        isBufferFull = true;
    }

    /** Whether it has kept packets until then, or until too shortly before to be sure that they are sent in time. */
    boolean hasHeldUntil(long deadline) {
        return !isBufferFull && deadline - heldUntil <= 2 * ResendWheel.TICK_NANOS;
    }
}
