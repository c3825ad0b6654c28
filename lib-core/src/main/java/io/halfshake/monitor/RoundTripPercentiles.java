package io.halfshake.monitor;

import io.halfshake.internal.Arguments;
import io.halfshake.internal.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of durations, from a histogram whose buckets grow with the value: a percentile is off by at most
 * {@link #RELATIVE_ERROR} of itself. Where very many were counted, older ones weigh less. Immutable.
 */
public final class RoundTripPercentiles {
    /** How far a percentile may be from the true one, as a part of the true one. */
    public static final double RELATIVE_ERROR = Histogram.RELATIVE_ERROR;

    private final Histogram histogram;

    /** The histogram must not change any more. */
    RoundTripPercentiles(Histogram histogram) {
        this.histogram = histogram;
    }

    /**
     * How many durations there are, those that weigh less counted less.
     *
     * @return zero or more
     */
    public long weight() {
        return histogram.weight();
    }

    /**
     * The duration that this part of all is not longer than.
     *
     * @param percent 0 to 100; 50 is the median, 100 the longest
     * @return null if there is none
     * @throws IllegalArgumentException if it is not 0 to 100
     */
    public @Nullable Duration at(double percent) {
        Arguments.require(percent >= 0 && percent <= 100, "percent", percent, "0 to 100");
        return histogram.isEmpty() ? null : Duration.ofNanos(histogram.nanosAt(percent));
    }

    /**
     * The durations at a few percentages, for people.
     *
     * @return such as {@code p50 240 us, p90 1.2 ms, p99 3.0 ms}
     */
    @Override
    public String toString() {
        return histogram.isEmpty() ? "none" : "p50 " + readable(50) + ", p90 " + readable(90) + ", p99 " + readable(99);
    }

    private String readable(double percent) {
        return Durations.readable(histogram.nanosAt(percent));
    }
}
