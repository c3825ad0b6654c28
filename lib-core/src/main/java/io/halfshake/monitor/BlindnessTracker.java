package io.halfshake.monitor;

/**
 * When the quorum of the witnesses was lost and regained, from the rounds seen: a pure state machine. Guarded by its
 * {@link Witnesses}. Times are nanoseconds since the monitor was built; negative for never.
 */
final class BlindnessTracker {
    private static final long NEVER = -1;

    /** The start of the last round that met the quorum, and of the last that did not. */
    private long metStart = NEVER;

    private long missedStart = NEVER;

    private boolean blind;
    private boolean beganUnseen;
    private long beganEarliest = NEVER;
    private long beganLatest = NEVER;
    private long endedAt = NEVER;
    private long count;
    private long total;

    /** A round met the quorum, which ends a blindness. */
    void met(long start, long end) {
        metStart = start;
        if (blind) {
            blind = false;
            endedAt = end;
            total += end - beganLatest;
        }
    }

    /** A round did not meet the quorum, which begins a blindness. */
    void missed(long start, long end) {
        missedStart = start;
        if (!blind) {
            blind = true;
            beganUnseen = metStart < 0;
            beganEarliest = beganUnseen ? start : metStart;
            beganLatest = end;
            count++;
        }
    }

    /** How often a blindness began or ended. */
    long changes() {
        return blind ? 2 * count - 1 : 2 * count;
    }

    boolean isBlind() {
        return blind;
    }

    /** No round met the quorum before. */
    boolean beganUnseen() {
        return beganUnseen;
    }

    /** Whether a check that was started then, and is not over, ran in part during a blindness. */
    boolean blindSince(long asked) {
        return blind || asked < endedAt;
    }

    /** When the present blindness began, or the last one. */
    TimeBounds began(ClockSample clock) {
        return new TimeBounds(clock.instant(beganEarliest), clock.instant(beganLatest));
    }

    /** When the last blindness ended. */
    TimeBounds ended(ClockSample clock) {
        return new TimeBounds(clock.instant(missedStart), clock.instant(endedAt));
    }

    long count() {
        return count;
    }

    /** From the end of the round that lost the quorum to the moment at which another met it. */
    long totalNanos(long now) {
        return blind ? total + Math.max(0, now - beganLatest) : total;
    }
}
