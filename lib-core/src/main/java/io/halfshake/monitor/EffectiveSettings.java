package io.halfshake.monitor;

import io.halfshake.internal.Arguments;
import io.halfshake.internal.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a target is monitored, with all defaults applied. Shared by all targets with equal settings. */
record EffectiveSettings(
        long intervalNanos,
        double jitter,
        Duration timeout,
        int rise,
        int fall,
        long fastIntervalNanos,
        long downIntervalNanos,
        TargetState initialState) {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration SHORTEST_DOUBT = Duration.ofMillis(100);
    private static final double JITTER = 0.1;
    private static final int RISE = 2;
    private static final int FALL = 3;

    static EffectiveSettings of(TargetSettings base, TargetSettings overrides) {
        Duration interval = first(overrides.interval, base.interval, INTERVAL);
        Duration timeout = first(overrides.timeout, base.timeout, shorter(TIMEOUT, interval));
        Arguments.require(timeout.compareTo(interval) <= 0, "timeout", timeout, "<= interval " + interval);
        return new EffectiveSettings(
                Durations.nanos(interval),
                first(overrides.jitter, base.jitter, JITTER),
                timeout,
                first(overrides.rise, base.rise, RISE),
                first(overrides.fall, base.fall, FALL),
                Durations.nanos(fastInterval(base, overrides, interval)),
                Durations.nanos(first(overrides.downInterval, base.downInterval, interval)),
                first(overrides.initialState, base.initialState, TargetState.UNKNOWN));
    }

    private static Duration fastInterval(TargetSettings base, TargetSettings overrides, Duration interval) {
        Duration fifth = interval.dividedBy(5);
        Duration usual = fifth.compareTo(SHORTEST_DOUBT) < 0 ? SHORTEST_DOUBT : fifth;
        Duration chosen = overrides.fastInterval;
        if (chosen == null && overrides.interval != null) {
            // A shorter interval is meant to check a target more often, never less.
            return shorter(interval, base.fastInterval == null ? usual : base.fastInterval);
        }
        chosen = chosen == null ? base.fastInterval : chosen;
        if (chosen == null) {
            return shorter(interval, usual);
        }
        Arguments.require(chosen.compareTo(interval) <= 0, "fastInterval", chosen, "<= interval " + interval);
        return chosen;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static <T> T first(@Nullable T override, @Nullable T base, T otherwise) {
        return override != null ? override : base != null ? base : otherwise;
    }

    /** How long until the next check of a target in this state. */
    long intervalNanos(TargetState state, boolean inDoubt) {
        if (inDoubt) {
            return fastIntervalNanos;
        }
        return state == TargetState.DOWN ? downIntervalNanos : intervalNanos;
    }

    /** By hand: on JDK 17 a record's own method keeps the class loader of the last application that called it. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EffectiveSettings that
                && intervalNanos == that.intervalNanos
                && Double.compare(jitter, that.jitter) == 0
                && timeout.equals(that.timeout)
                && rise == that.rise
                && fall == that.fall
                && fastIntervalNanos == that.fastIntervalNanos
                && downIntervalNanos == that.downIntervalNanos
                && initialState == that.initialState;
    }

    /** By hand, for the same reason. */
    @Override
    public int hashCode() {
        int hash = Long.hashCode(intervalNanos);
        hash = 31 * hash + timeout.hashCode();
        hash = 31 * hash + rise;
        return 31 * hash + fall;
    }
}
