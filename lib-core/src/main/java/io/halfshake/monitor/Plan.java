package io.halfshake.monitor;

import io.halfshake.internal.Arguments;
import io.halfshake.internal.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a target is watched, with every question answered. Shared by all targets that are watched alike. */
record Plan(
        long intervalNanos,
        double jitter,
        Duration timeout,
        int rise,
        int fall,
        long doubtIntervalNanos,
        long downIntervalNanos,
        State initialState) {
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration SHORTEST_DOUBT = Duration.ofMillis(100);
    private static final double JITTER = 0.1;
    private static final int RISE = 2;
    private static final int FALL = 3;

    static Plan of(TargetSettings base, TargetSettings overrides) {
        Duration interval = first(overrides.interval, base.interval, INTERVAL);
        Duration timeout = first(overrides.timeout, base.timeout, shorter(TIMEOUT, interval));
        Arguments.require(timeout.compareTo(interval) <= 0, "timeout", timeout, "<= interval " + interval);
        return new Plan(
                Durations.nanos(interval),
                first(overrides.jitter, base.jitter, JITTER),
                timeout,
                first(overrides.rise, base.rise, RISE),
                first(overrides.fall, base.fall, FALL),
                Durations.nanos(doubtInterval(base, overrides, interval)),
                Durations.nanos(first(overrides.downInterval, base.downInterval, interval)),
                first(overrides.initialState, base.initialState, State.UNKNOWN));
    }

    private static Duration doubtInterval(TargetSettings base, TargetSettings overrides, Duration interval) {
        Duration fifth = interval.dividedBy(5);
        Duration usual = fifth.compareTo(SHORTEST_DOUBT) < 0 ? SHORTEST_DOUBT : fifth;
        Duration chosen = overrides.doubtInterval;
        if (chosen == null && overrides.interval != null) {
            // Whoever gives a target a shorter interval means it to be checked more often, never less.
            return shorter(interval, base.doubtInterval == null ? usual : base.doubtInterval);
        }
        chosen = chosen == null ? base.doubtInterval : chosen;
        if (chosen == null) {
            return shorter(interval, usual);
        }
        Arguments.require(chosen.compareTo(interval) <= 0, "doubtInterval", chosen, "<= interval " + interval);
        return chosen;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static <T> T first(@Nullable T override, @Nullable T base, T otherwise) {
        return override != null ? override : base != null ? base : otherwise;
    }

    /** How long until the next check of a target in this state. */
    long intervalNanos(State state, boolean inDoubt) {
        if (inDoubt) {
            return doubtIntervalNanos;
        }
        return state == State.DOWN ? downIntervalNanos : intervalNanos;
    }
}
