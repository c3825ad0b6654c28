package io.halfshake.monitor;

import java.util.Arrays;

/** Stretches of time as pairs of nanoseconds, and arithmetic on them. Guarded by its owner. */
final class TimeSpans {
    /** Earlier than any moment, and so far from the smallest number that differences do not overflow. */
    static final long NEVER = Long.MIN_VALUE / 2;

    private long[] ends = {};
    private int count;
    private long droppedTo;
    private long droppedLength;

    TimeSpans() {
        this(NEVER);
    }

    /** Without those up to a moment. */
    TimeSpans(long droppedTo) {
        this.droppedTo = droppedTo;
    }

    void add(long from, long to) {
        reserve();
        ends[2 * count] = from;
        ends[2 * count + 1] = to;
        count++;
    }

    /** The memory for one more. */
    void reserve() {
        if (2 * count == ends.length) {
            ends = Arrays.copyOf(ends, ends.length == 0 ? 4 : 2 * ends.length);
        }
    }

    int count() {
        return count;
    }

    long from(int i) {
        return ends[2 * i];
    }

    long to(int i) {
        return ends[2 * i + 1];
    }

    /** Drops the oldest. */
    void removeFirst() {
        droppedTo = to(0);
        droppedLength += to(0) - from(0);
        count--;
        System.arraycopy(ends, 2, ends, 0, 2 * count);
    }

    /** Where the latest that was dropped ended; {@link #NEVER} if none was. */
    long droppedTo() {
        return droppedTo;
    }

    /** How long those were together that were dropped. */
    long droppedLength() {
        return droppedLength;
    }

    TimeSpans copy() {
        return within(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Those that overlap a time, and what was dropped. */
    TimeSpans within(long from, long to) {
        TimeSpans copy = new TimeSpans();
        copy.addWithin(this, from, to);
        copy.droppedTo = droppedTo;
        copy.droppedLength = droppedLength;
        return copy;
    }

    void addWithin(TimeSpans others, long from, long to) {
        for (int i = 0; i < others.count; i++) {
            if (others.to(i) > from && others.from(i) < to) {
                add(others.from(i), others.to(i));
            }
        }
    }

    void addAll(TimeSpans others) {
        for (int i = 0; i < others.count; i++) {
            add(others.from(i), others.to(i));
        }
    }

    long length() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += to(i) - from(i);
        }
        return sum;
    }

    /** The same time in order, without overlaps, and cut to these bounds. */
    TimeSpans merged(long lowest, long highest) {
        long[][] sorted = new long[count][];
        for (int i = 0; i < count; i++) {
            sorted[i] = new long[] {Math.max(lowest, from(i)), Math.min(highest, to(i))};
        }
        Arrays.sort(sorted, (a, b) -> Long.compare(a[0], b[0]));
        TimeSpans merged = new TimeSpans();
        for (long[] span : sorted) {
            if (span[1] <= span[0]) {
                continue;
            }
            if (merged.count > 0 && span[0] <= merged.to(merged.count - 1)) {
                int last = 2 * merged.count - 1;
                merged.ends[last] = Math.max(merged.ends[last], span[1]);
            } else {
                merged.add(span[0], span[1]);
            }
        }
        return merged;
    }

    /** How much of this time is in the other's too. Both must be merged. */
    long overlap(TimeSpans other) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < other.count; k++) {
                sum += Math.max(0, Math.min(to(i), other.to(k)) - Math.max(from(i), other.from(k)));
            }
        }
        return sum;
    }
}
