package io.halfshake.monitor;

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
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final Duration SHORTEST_DOUBT = Duration.ofMillis(100);
    private static final double JITTER = 0.1;
    private static final int RISE = 2;
    private static final int FALL = 3;

    /**
     * Applies the defaults.
     *
     * @throws IllegalArgumentException if the settings contradict each other
     */
    static EffectiveSettings of(TargetSettings base, TargetSettings overrides) {
        TargetSettings settings = overrides.withDefaults(base);
        settings.requireConsistent();
        Duration interval = orElse(settings.interval(), TargetSettings.DEFAULT_INTERVAL);
        return new EffectiveSettings(
                Durations.nanos(interval),
                orElse(settings.jitter(), JITTER),
                orElse(settings.timeout(), shorter(TIMEOUT, interval)),
                orElse(settings.rise(), RISE),
                orElse(settings.fall(), FALL),
                Durations.nanos(orElse(settings.fastInterval(), fastInterval(interval))),
                Durations.nanos(orElse(settings.downInterval(), interval)),
                orElse(settings.initialState(), TargetState.UNKNOWN));
    }

    private static Duration fastInterval(Duration interval) {
        Duration fifth = interval.dividedBy(5);
        return shorter(interval, fifth.compareTo(SHORTEST_DOUBT) < 0 ? SHORTEST_DOUBT : fifth);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value != null ? value : otherwise;
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
