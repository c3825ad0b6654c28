package io.halfshake.cluster;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Whether what this member proposes is accepted, by the answers of the log alone. Moments are in nanoseconds of this
 * member's monotonic clock. For one thread at a time.
 */
final class Quorum {
    /** Beyond this without an accepted proposal there is none. */
    private static final long MAX_WAIT = TimeUnit.SECONDS.toNanos(4);

    /** By the wall clock, once: it would be another moment with each call. */
    private Instant acceptedAt;

    /** When the first proposal was made that was not accepted, if none was accepted since. */
    private long waitingSince;

    private boolean isWaiting;

    /** Begins at a moment. */
    Quorum(Instant now) {
        acceptedAt = now;
    }

    void proposed(long nanos) {
        if (!isWaiting) {
            isWaiting = true;
            waitingSince = nanos;
        }
    }

    void accepted(Instant now) {
        isWaiting = false;
        acceptedAt = now;
    }

    boolean isLost(long nanos) {
        return isWaiting && nanos - waitingSince > MAX_WAIT;
    }

    /** When a proposal was accepted last, or when this began. */
    Instant acceptedAt() {
        return acceptedAt;
    }
}
