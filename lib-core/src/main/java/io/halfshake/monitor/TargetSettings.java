package io.halfshake.monitor;

import io.halfshake.internal.Arguments;
import io.halfshake.internal.Durations;
import java.time.Duration;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * How one target is monitored, where that differs from the others. What is not set here is as in the
 * {@link MonitorBuilder}. Immutable: each {@code with} method returns a copy. To store or send settings, write those
 * that are not null, and set them again.
 *
 * <pre>{@code
 * monitor.add("db:5432", TargetSettings.inherited().withInterval(Duration.ofSeconds(1)).withFall(2));
 * }</pre>
 */
public final class TargetSettings {
    /** The default of {@link MonitorBuilder#interval}. */
    static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

    private static final TargetSettings INHERITED = new TargetSettings(null, null, null, null, null, null, null, null);

    private final @Nullable Duration interval;
    private final @Nullable Double jitter;
    private final @Nullable Duration timeout;
    private final @Nullable Integer rise;
    private final @Nullable Integer fall;
    private final @Nullable Duration fastInterval;
    private final @Nullable Duration downInterval;
    private final @Nullable TargetState initialState;

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

    /**
     * How often the target is checked.
     *
     * @return null if it is inherited
     */
    public @Nullable Duration interval() {
        return interval;
    }

    /**
     * How far a check may be off its plan, as a part of the interval.
     *
     * @return null if it is inherited
     */
    public @Nullable Double jitter() {
        return jitter;
    }

    /**
     * How long the target may take to answer.
     *
     * @return null if it is inherited
     */
    public @Nullable Duration timeout() {
        return timeout;
    }

    /**
     * How many Up results in a row change the state from down to up.
     *
     * @return null if it is inherited
     */
    public @Nullable Integer rise() {
        return rise;
    }

    /**
     * How many Down results in a row change the state from up to down.
     *
     * @return null if it is inherited
     */
    public @Nullable Integer fall() {
        return fall;
    }

    /**
     * How often the target is checked while in doubt.
     *
     * @return null if it is inherited
     */
    public @Nullable Duration fastInterval() {
        return fastInterval;
    }

    /**
     * How often the target is checked while down.
     *
     * @return null if it is inherited
     */
    public @Nullable Duration downInterval() {
        return downInterval;
    }

    /**
     * The state before the first check.
     *
     * @return null if it is inherited
     */
    public @Nullable TargetState initialState() {
        return initialState;
    }

    /**
     * These settings, and what is not set here as in others. A target with an interval of its own is checked no less
     * often while in doubt: of a {@code fastInterval} of the others that is longer, the interval is taken.
     *
     * @param defaults what is taken where nothing is set here
     * @return a copy
     */
    public TargetSettings withDefaults(TargetSettings defaults) {
        Objects.requireNonNull(defaults, "defaults");
        return new TargetSettings(
                interval == null ? defaults.interval : interval,
                jitter == null ? defaults.jitter : jitter,
                timeout == null ? defaults.timeout : timeout,
                rise == null ? defaults.rise : rise,
                fall == null ? defaults.fall : fall,
                fastInterval == null ? inheritedFastInterval(defaults.fastInterval) : fastInterval,
                downInterval == null ? defaults.downInterval : downInterval,
                initialState == null ? defaults.initialState : initialState);
    }

    private @Nullable Duration inheritedFastInterval(@Nullable Duration byDefault) {
        boolean tooLong = byDefault != null && interval != null && byDefault.compareTo(interval) > 0;
        return tooLong ? interval : byDefault;
    }

    /**
     * Checks that no setting contradicts another, with the defaults of {@link MonitorBuilder} for what is not set.
     *
     * @throws IllegalArgumentException if one does, as {@link Monitor#add(String, TargetSettings)} would throw it
     */
    public void requireConsistent() {
        Duration every = interval == null ? DEFAULT_INTERVAL : interval;
        requireAtMost(every, "timeout", timeout);
        requireAtMost(every, "fastInterval", fastInterval);
    }

    private static void requireAtMost(Duration interval, String name, @Nullable Duration duration) {
        if (duration != null) {
            Arguments.require(duration.compareTo(interval) <= 0, name, duration, "<= interval " + interval);
        }
    }

    /** Whether the same is set, to the same values. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TargetSettings that
                && Objects.equals(interval, that.interval)
                && Objects.equals(jitter, that.jitter)
                && Objects.equals(timeout, that.timeout)
                && Objects.equals(rise, that.rise)
                && Objects.equals(fall, that.fall)
                && Objects.equals(fastInterval, that.fastInterval)
                && Objects.equals(downInterval, that.downInterval)
                && initialState == that.initialState;
    }

    @Override
    public int hashCode() {
        return Objects.hash(interval, jitter, timeout, rise, fall, fastInterval, downInterval, initialState);
    }

    /**
     * What is set.
     *
     * @return such as {@code interval=PT1S, fall=2}; empty if nothing is
     */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ");
        append(text, "interval", interval);
        append(text, "jitter", jitter);
        append(text, "timeout", timeout);
        append(text, "rise", rise);
        append(text, "fall", fall);
        append(text, "fastInterval", fastInterval);
        append(text, "downInterval", downInterval);
        append(text, "initialState", initialState);
        return text.toString();
    }

    private static void append(StringJoiner text, String name, @Nullable Object value) {
        if (value != null) {
            text.add(name + "=" + value);
        }
    }
}
