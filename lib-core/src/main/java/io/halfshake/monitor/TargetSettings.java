package io.halfshake.monitor;

import io.halfshake.internal.Arguments;
import io.halfshake.internal.Durations;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one target is monitored, where that differs from the others. What is not set here is as in the
 * {@link MonitorBuilder}. Immutable: each {@code with} method returns a copy.
 *
 * <pre>{@code
 * monitor.add("db:5432", TargetSettings.inherited().withInterval(Duration.ofSeconds(1)).withFall(2));
 * }</pre>
 */
public final class TargetSettings {
    private static final TargetSettings INHERITED = new TargetSettings(null, null, null, null, null, null, null, null);

    final @Nullable Duration interval;
    final @Nullable Double jitter;
    final @Nullable Duration timeout;
    final @Nullable Integer rise;
    final @Nullable Integer fall;
    final @Nullable Duration fastInterval;
    final @Nullable Duration downInterval;
    final @Nullable TargetState initialState;

    private TargetSettings(
            @Nullable Duration interval,
            @Nullable Double jitter,
            @Nullable Duration timeout,
            @Nullable Integer rise,
            @Nullable Integer fall,
            @Nullable Duration fastInterval,
            @Nullable Duration downInterval,
            @Nullable TargetState initialState) {
        this.interval = interval;
        this.jitter = jitter;
        this.timeout = timeout;
        this.rise = rise;
        this.fall = fall;
        this.fastInterval = fastInterval;
        this.downInterval = downInterval;
        this.initialState = initialState;
    }

    /**
     * Nothing differs.
     *
     * @return always the same
     */
    public static TargetSettings inherited() {
        return INHERITED;
    }

    /**
     * As {@link MonitorBuilder#interval}.
     *
     * @param every more than zero
     * @return a copy
     */
    public TargetSettings withInterval(Duration every) {
        Durations.requirePositive("interval", every);
        return new TargetSettings(every, jitter, timeout, rise, fall, fastInterval, downInterval, initialState);
    }

    /**
     * As {@link MonitorBuilder#jitter}.
     *
     * @param fraction 0 to 1, of the interval
     * @return a copy
     */
    public TargetSettings withJitter(double fraction) {
        Arguments.require(fraction >= 0 && fraction <= 1, "jitter", fraction, "0 to 1");
        return new TargetSettings(interval, fraction, timeout, rise, fall, fastInterval, downInterval, initialState);
    }

    /**
     * As {@link MonitorBuilder#timeout}.
     *
     * @param most more than zero, at most the interval
     * @return a copy
     */
    public TargetSettings withTimeout(Duration most) {
        Durations.requirePositive("timeout", most);
        return new TargetSettings(interval, jitter, most, rise, fall, fastInterval, downInterval, initialState);
    }

    /**
     * As {@link MonitorBuilder#rise}.
     *
     * @param results 1 or more
     * @return a copy
     */
    public TargetSettings withRise(int results) {
        Arguments.require(results >= 1, "rise", results, ">= 1");
        return new TargetSettings(interval, jitter, timeout, results, fall, fastInterval, downInterval, initialState);
    }

    /**
     * As {@link MonitorBuilder#fall}.
     *
     * @param results 1 or more
     * @return a copy
     */
    public TargetSettings withFall(int results) {
        Arguments.require(results >= 1, "fall", results, ">= 1");
        return new TargetSettings(interval, jitter, timeout, rise, results, fastInterval, downInterval, initialState);
    }

    /**
     * As {@link MonitorBuilder#fastInterval}.
     *
     * @param every more than zero, at most the interval
     * @return a copy
     */
    public TargetSettings withFastInterval(Duration every) {
        Durations.requirePositive("fastInterval", every);
        return new TargetSettings(interval, jitter, timeout, rise, fall, every, downInterval, initialState);
    }

    /**
     * As {@link MonitorBuilder#downInterval}.
     *
     * @param every more than zero
     * @return a copy
     */
    public TargetSettings withDownInterval(Duration every) {
        Durations.requirePositive("downInterval", every);
        return new TargetSettings(interval, jitter, timeout, rise, fall, fastInterval, every, initialState);
    }

    /**
     * As {@link MonitorBuilder#initialState}.
     *
     * @param state what is held to be true before the first check
     * @return a copy
     */
    public TargetSettings withInitialState(TargetState state) {
        Objects.requireNonNull(state, "state");
        return new TargetSettings(interval, jitter, timeout, rise, fall, fastInterval, downInterval, state);
    }
}
