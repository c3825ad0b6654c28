package io.halfshake.cli.check;

import org.HdrHistogram.Histogram;

/** The distribution of round trips, to three digits, in bounded memory. */
final class RoundTrips {
    private static final long MAX_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(MAX_NANOS, DIGITS);
    private long min = Long.MAX_VALUE;
    private long max;

    void add(long nanos) {
        histogram.recordValue(Math.min(nanos, MAX_NANOS));
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

    /** The histogram returns the upper end of a bucket, which may exceed the longest round trip. */
    long percentile(double percent) {
        return Math.min(max, histogram.getValueAtPercentile(percent));
    }
}
