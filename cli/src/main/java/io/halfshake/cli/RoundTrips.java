package io.halfshake.cli;

import org.HdrHistogram.Histogram;

/** How round trips are distributed: three digits of each, in bounded memory. */
final class RoundTrips {
    private static final long LONGEST_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(LONGEST_NANOS, DIGITS);
    private long min = Long.MAX_VALUE;
    private long max;

    void add(long nanos) {
        histogram.recordValue(Math.min(nanos, LONGEST_NANOS));
        min = Math.min(min, nanos);
        max = Math.max(max, nanos);
    }

    boolean isEmpty() {
        return histogram.getTotalCount() == 0;
    }

    long min() {
        return min;
    }

    long max() {
        return max;
    }

    /** The histogram answers with the upper end of a bucket, which may lie beyond the longest round trip there was. */
    long percentile(double percent) {
        return Math.min(max, histogram.getValueAtPercentile(percent));
    }
}
