package io.halfshake.server.store;

import io.halfshake.CheckResult;
import io.halfshake.monitor.TargetResult;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Counts the results of one target in one minute, in bounded memory. Guarded by its owner. */
final class MinuteCounter {
    /** More results in a minute are sampled evenly: every second, every fourth, and so on. */
    static final int MAX_SAMPLES = 256;

    private static final int FIRST_SAMPLES = 16;
    private static final long NANOS_PER_MICRO = 1_000;

    final int minute;
    private int ups;
    private int downs;
    private int unknowns;
    private int held;
    private long min = Long.MAX_VALUE;
    private long max = -1;
    private long[] samples = new long[FIRST_SAMPLES];
    private int sampled;
    private int stride = 1;
    private int seen;

    MinuteCounter(int minute) {
        this.minute = minute;
    }

    void add(TargetResult result) {
        if (result.held()) {
            held++;
        }
        if (result.result() instanceof CheckResult.Up up) {
            ups++;
            roundTrip(up.timing().roundTripNanos());
        } else if (result.result().isUnknown()) {
            unknowns++;
        } else {
            downs++;
        }
    }

    private void roundTrip(long nanos) {
        if (nanos < 0) {
            return;
        }
        min = Math.min(min, nanos);
        max = Math.max(max, nanos);
        if (seen % stride == 0) {
            sample(nanos);
        }
        seen++;
    }

    private void sample(long nanos) {
        if (sampled == MAX_SAMPLES) {
            for (int i = 0; i < MAX_SAMPLES / 2; i++) {
                samples[i] = samples[2 * i];
            }
            sampled = MAX_SAMPLES / 2;
            stride *= 2;
        }
        if (sampled == samples.length) {
            samples = Arrays.copyOf(samples, 2 * sampled);
        }
        samples[sampled] = nanos;
        sampled++;
    }

    MinuteSummary summary() {
        return new MinuteSummary(minute, ups, downs, unknowns, held, roundTrips());
    }

    private MinuteSummary.@Nullable RoundTrips roundTrips() {
        if (sampled == 0) {
            return null;
        }
        long[] sorted = Arrays.copyOf(samples, sampled);
        Arrays.sort(sorted);
        return new MinuteSummary.RoundTrips(
                min / NANOS_PER_MICRO,
                at(sorted, 50) / NANOS_PER_MICRO,
                at(sorted, 99) / NANOS_PER_MICRO,
                max / NANOS_PER_MICRO);
    }

    /** The nearest rank. */
    private static long at(long[] sorted, int percent) {
        return sorted[(percent * sorted.length + 99) / 100 - 1];
    }
}
