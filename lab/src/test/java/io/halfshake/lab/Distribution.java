package io.halfshake.lab;

import java.util.Locale;
import java.util.stream.LongStream;

/** Times of many checks, in nanoseconds. */
final class Distribution {
    private final long[] sorted;

    Distribution(LongStream nanos) {
        sorted = nanos.sorted().toArray();
    }

    int size() {
        return sorted.length;
    }

    /** A percentile. */
    long percentile(double percent) {
        return sorted[(int) Math.ceil(percent / 100 * sorted.length) - 1];
    }

    long least() {
        return sorted[0];
    }

    long most() {
        return sorted[sorted.length - 1];
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "p50 %.3f ms, p99 %.3f ms, max %.3f ms of %d",
                percentile(50) / 1e6,
                percentile(99) / 1e6,
                most() / 1e6,
                size());
    }
}
