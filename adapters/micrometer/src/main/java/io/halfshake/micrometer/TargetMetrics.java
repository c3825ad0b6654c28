package io.halfshake.micrometer;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.Objects;
import java.util.function.Function;

/**
 * Asks for meters of single targets, each with the tag {@code target}. They cost a registry about 2 kB for each target,
 * and whatever stores its time series four of them. Immutable.
 */
public final class TargetMetrics {
    /** How many targets have meters of their own unless {@link #withLimit} says otherwise. */
    public static final int DEFAULT_LIMIT = 1_000;

    private static final TargetMetrics ENABLED = new TargetMetrics(DEFAULT_LIMIT, target -> Tags.empty());

    private final int limit;
    private final Function<? super String, ? extends Iterable<Tag>> tags;

    private TargetMetrics(int limit, Function<? super String, ? extends Iterable<Tag>> tags) {
        this.limit = limit;
        this.tags = tags;
    }

    /**
     * Meters for up to {@value #DEFAULT_LIMIT} targets, without further tags.
     *
     * @return always the same
     */
    public static TargetMetrics enabled() {
        return ENABLED;
    }

    /**
     * Limits how many targets have meters at a time. Where there are more, those that had a result first have them, and
     * a warning is logged once.
     *
     * @param targets zero or more
     * @return a copy
     * @throws IllegalArgumentException if it is negative
     */
    public TargetMetrics withLimit(int targets) {
        if (targets < 0) {
            throw new IllegalArgumentException("limit: " + targets + " (expected >= 0)");
        }
        return new TargetMetrics(targets, tags);
    }

    /**
     * With more tags for each target, such as {@code name} and {@code group}.
     *
     * @param ofTarget gets the target as it was added to the monitor; its tags must have the same keys for all targets,
     *     since Prometheus takes no others. Called when a target gets its meters, and seldom more often, by the thread
     *     that binds or by one of the monitor's callback executor. It must neither wait nor bind or close the metrics
     * @return a copy
     */
    public TargetMetrics withTags(Function<? super String, ? extends Iterable<Tag>> ofTarget) {
        return new TargetMetrics(limit, Objects.requireNonNull(ofTarget, "ofTarget"));
    }

    int limit() {
        return limit;
    }

    /** The tag {@code target} is the last, so that it is not replaced. */
    Tags tags(String target) {
        return Tags.of(tags.apply(target)).and("target", target);
    }
}
