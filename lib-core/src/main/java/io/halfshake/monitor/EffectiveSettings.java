package io.halfshake.monitor;

import io.halfshake.internal.Durations;
import java.time.Duration;
import java.util.Objects;
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
    /**
     * Applies the defaults.
     *
     * @throws IllegalArgumentException if the settings contradict each other
     */
    static EffectiveSettings of(TargetSettings base, TargetSettings overrides) {
        TargetSettings settings = overrides.withDefaults(base);
        settings.requireConsistent();
        TargetSettings all = settings.withDefaults();
        return new EffectiveSettings(
                Durations.nanos(Objects.requireNonNull(all.interval())),
                Objects.requireNonNull(all.jitter()),
                Objects.requireNonNull(all.timeout()),
                Objects.requireNonNull(all.rise()),
                Objects.requireNonNull(all.fall()),
                Durations.nanos(Objects.requireNonNull(all.fastInterval())),
                Durations.nanos(Objects.requireNonNull(all.downInterval())),
                Objects.requireNonNull(all.initialState()));
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
