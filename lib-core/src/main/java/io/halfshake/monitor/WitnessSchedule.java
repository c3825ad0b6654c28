package io.halfshake.monitor;

/**
 * When the witnesses are to be asked: once in each interval, without drift, and sooner where a result waits or the
 * quorum does not respond. Guarded by its {@link Witnesses}. Times are nanoseconds since the monitor was built.
 */
final class WitnessSchedule {
    /** Rounds on demand are no closer together: among a million targets there is always a silent one. */
    static final long MIN_GAP_NANOS = 100_000_000;

    /** No target has this number, by which the jitter differs. */
    private static final int NUMBER = -1;

    private final MonitorContext context;
    private final EffectiveSettings effective;
    private final long gap;
    private long planned;
    private long regular;
    private long lastStart;

    WitnessSchedule(EffectiveSettings effective, MonitorContext context) {
        this.context = context;
        this.effective = effective;
        this.gap = Math.min(MIN_GAP_NANOS, effective.intervalNanos());
        this.lastStart = -gap;
    }

    /** A round starts, whether by plan or on demand. */
    void started(long now) {
        lastStart = now;
        if (now >= regular) {
            long interval = effective.intervalNanos();
            // The jitter may have made it earlier than planned.
            planned += interval * (1 + Math.max(0, now - planned) / interval);
            long jitter = context.jitterNanos(NUMBER, planned, interval, effective.jitter());
            regular = Math.max(now, planned + jitter);
        }
    }

    /** The next regular round. */
    long regular() {
        return regular;
    }

    /** The earliest round on demand. */
    long soon(long now) {
        return Math.max(now, lastStart + gap);
    }

    /** The next round while the quorum does not respond. */
    long whileBlind(long now) {
        return Math.max(soon(now), lastStart + Math.min(effective.fastIntervalNanos(), effective.intervalNanos()));
    }
}
