package io.halfshake.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What the checks of one turn found. For any thread. */
final class Tally {
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(1);
    private static final int DIGITS = 3;

    private final Job job;
    private final LongAdder asExpected = new LongAdder();
    private final Map<String, LongAdder> others = new ConcurrentHashMap<>();
    private final Histogram lateMicros = new ConcurrentHistogram(LONGEST_MICROS, DIGITS);
    private final long @Nullable [] roundTripNanos;

    Tally(Job job) {
        this.job = job;
        this.roundTripNanos = job.roundTrips() ? new long[job.checks()] : null;
    }

    void found(Expected found) {
        if (found == job.expected()) {
            asExpected.increment();
        } else {
            other(found.name());
        }
    }

    /** Nothing was heard for so long. */
    void silent(long elapsedNanos) {
        found(Expected.SILENT);
        long late = TimeUnit.NANOSECONDS.toMicros(elapsedNanos - job.timeoutNanos());
        lateMicros.recordValue(Math.min(LONGEST_MICROS, Math.max(0, late)));
    }

    /** Neither, for example for want of descriptors. */
    void other(String what) {
        others.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    void roundTrip(int check, long nanos) {
        if (roundTripNanos != null) {
            roundTripNanos[check] = nanos;
        }
    }

    long asExpected() {
        return asExpected.sum();
    }

    Map<String, Long> others() {
        Map<String, Long> counts = new TreeMap<>();
        others.forEach((what, count) -> counts.put(what, count.sum()));
        return counts;
    }

    @Nullable
    Lateness lateness() {
        return lateMicros.getTotalCount() == 0
                ? null
                : new Lateness(
                        lateMicros.getValueAtPercentile(50),
                        lateMicros.getValueAtPercentile(99),
                        lateMicros.getMaxValue());
    }

    @Nullable
    List<Long> roundTripNanos() {
        return roundTripNanos == null
                ? null
                : Arrays.stream(roundTripNanos).boxed().toList();
    }
}
