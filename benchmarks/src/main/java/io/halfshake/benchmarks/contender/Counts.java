package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Job;
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

/** Counts the results of one turn. Safe for use by many threads. */
final class Counts {
    private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(1);
    private static final int DIGITS = 3;

    private final Job job;
    private final LongAdder asExpected = new LongAdder();
    private final Map<String, LongAdder> others = new ConcurrentHashMap<>();
    private final Histogram lateMicros = new ConcurrentHistogram(MAX_MICROS, DIGITS);
    private final long @Nullable [] roundTripNanos;

    Counts(Job job) {
        this.job = job;
        this.roundTripNanos = job.roundTrips() ? new long[job.checks()] : null;
    }

    void add(Expected found) {
        if (found == job.expected()) {
            asExpected.increment();
        } else {
            other(found.name());
        }
    }

    /** Counts a check without an answer. */
    void silent(long elapsedNanos) {
        add(Expected.SILENT);
        long late = TimeUnit.NANOSECONDS.toMicros(elapsedNanos - job.timeoutNanos());
        lateMicros.recordValue(Math.min(MAX_MICROS, Math.max(0, late)));
    }

    /** Counts any other result, for example a lack of descriptors. */
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
