package io.halfshake.cluster;

import java.time.Duration;

/**
 * One command that was proposed. Moments are in nanoseconds of this member's monotonic clock. For one thread at a time.
 */
final class Flight {
    /** From when the log has accepted a command until it is applied here. */
    private static final long APPLIED_WITHIN = Duration.ofSeconds(4).toNanos();

    private long expiresAt;
    private boolean hasFailed;

    /**
     * Of a command that is proposed now.
     *
     * @param expiresAt when it is taken for lost, unless the log has answered
     */
    Flight(long expiresAt) {
        this.expiresAt = expiresAt;
    }

    void accepted(long nanos) {
        hasFailed = false;
        expiresAt = nanos + APPLIED_WITHIN;
    }

    void failed() {
        hasFailed = true;
    }

    /** Whether what it has carried, and what is not decided on, is to be proposed again. */
    boolean isOver(long nanos) {
        return hasFailed || nanos - expiresAt >= 0;
    }
}
