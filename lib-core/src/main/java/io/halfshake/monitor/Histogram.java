package io.halfshake.monitor;

import java.util.Arrays;

/**
 * Durations by size: eight buckets for each doubling, of two bytes each, and only from the smallest to the largest that
 * was ever added. A target with even round trips needs a handful of buckets. Guarded by its owner.
 */
final class Histogram {
    /** A bucket is an eighth as wide as its lower end, and stands for its middle. */
    static final double RELATIVE_ERROR = 1.0 / 16;

    private static final int STEPS_LOG2 = 3;
    private static final int STEPS = 1 << STEPS_LOG2;

    private char[] counts;
    private char first;

    Histogram() {
        counts = new char[0];
    }

    private Histogram(Histogram other) {
        counts = other.counts.clone();
        first = other.first;
    }

    Histogram copy() {
        return new Histogram(this);
    }

    void add(long nanos) {
        int bucket = bucket(Math.max(0, nanos));
        if (counts.length == 0) {
            first = (char) bucket;
        }
        if (bucket < first || bucket >= first + counts.length) {
            grow(bucket);
        }
        if (++counts[bucket - first] == Character.MAX_VALUE) {
            age();
        }
    }

    private void grow(int bucket) {
        int newFirst = Math.min(first, bucket);
        int newEnd = Math.max(first + counts.length, bucket + 1);
        char[] wider = new char[newEnd - newFirst];
        System.arraycopy(counts, 0, wider, first - newFirst, counts.length);
        counts = wider;
        first = (char) newFirst;
    }

    /** Halves all counts, rounded up, so that rare durations stay. */
    private void age() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (char) ((counts[i] + 1) >>> 1);
        }
    }

    boolean isEmpty() {
        return counts.length == 0;
    }

    long weight() {
        long sum = 0;
        for (char count : counts) {
            sum += count;
        }
        return sum;
    }

    /** Must not be empty. */
    long nanosAt(double percent) {
        long rank = Math.max(1, (long) Math.ceil(percent * weight() / 100));
        int i = 0;
        for (long seen = counts[0]; seen < rank; seen += counts[i]) {
            i++;
        }
        return middle(first + i);
    }

    static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int log2 = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        int step = (int) (nanos >>> (log2 - STEPS_LOG2)) & (STEPS - 1);
        return (log2 - STEPS_LOG2 + 1) * STEPS + step;
    }

    static long middle(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        long low = (long) (STEPS + bucket % STEPS) << shift;
        return low + ((1L << shift) >> 1);
    }

    @Override
    public String toString() {
        return "from bucket " + (int) first + " " + Arrays.toString(counts);
    }
}
