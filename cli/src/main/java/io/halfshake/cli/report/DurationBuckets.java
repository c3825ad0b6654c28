package io.halfshake.cli.report;

/**
 * Counts durations by size, in eight buckets for each doubling. The buckets reach from the shortest to the longest
 * duration that was added. These two are exact; percentiles between them are accurate to a sixteenth. Guarded by its
 * owner.
 *
 * <p>The histogram of a monitor has the same buckets, but is not part of its API: what the API has of it can only be
 * read. It halves its counts now and then, and two of them cannot be added up.
 */
final class DurationBuckets {
    private static final int STEPS_LOG2 = 3;
    private static final int STEPS = 1 << STEPS_LOG2;

    private int[] counts = {};
    private int first;
    private long total;
    private long min = Long.MAX_VALUE;
    private long max;

    void add(long nanos) {
        long duration = Math.max(0, nanos);
        count(bucket(duration), 1);
        min = Math.min(min, duration);
        max = Math.max(max, duration);
    }

    void addAll(DurationBuckets other) {
        for (int i = 0; i < other.counts.length; i++) {
            if (other.counts[i] > 0) {
                count(other.first + i, other.counts[i]);
            }
        }
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    private void count(int bucket, int by) {
        if (counts.length == 0) {
            counts = new int[1];
            first = bucket;
        } else if (bucket < first || bucket >= first + counts.length) {
            grow(bucket);
        }
        counts[bucket - first] += by;
        total += by;
    }

    private void grow(int bucket) {
        int newFirst = Math.min(first, bucket);
        int newEnd = Math.max(first + counts.length, bucket + 1);
        int[] wider = new int[newEnd - newFirst];
        System.arraycopy(counts, 0, wider, first - newFirst, counts.length);
        counts = wider;
        first = newFirst;
    }

    long total() {
        return total;
    }

    /** The shortest duration. There must be one. */
    long min() {
        return min;
    }

    /** The percentile: the duration that this percentage of all durations does not exceed. There must be one. */
    long at(int percent) {
        long rank = Math.max(1, (percent * total + 99) / 100);
        int i = 0;
        for (long seen = counts[0]; seen < rank; seen += counts[i]) {
            i++;
        }
        return Math.min(max, Math.max(min, middle(first + i)));
    }

    private static int bucket(long nanos) {
        if (nanos < STEPS) {
            return (int) nanos;
        }
        int log2 = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
        int step = (int) (nanos >>> (log2 - STEPS_LOG2)) & (STEPS - 1);
        return (log2 - STEPS_LOG2 + 1) * STEPS + step;
    }

    private static long middle(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        long low = (long) (STEPS + bucket % STEPS) << shift;
        return low + ((1L << shift) >> 1);
    }
}
