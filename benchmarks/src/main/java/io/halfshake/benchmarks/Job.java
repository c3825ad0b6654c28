package io.halfshake.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.concurrent.TimeUnit;

/**
 * Checks to be made in one turn.
 *
 * @param targets asked one after the other, again and again
 * @param expected what each check should find
 * @param timeoutMillis of each check
 * @param checks how many
 * @param inFlight how many at once
 * @param startEveryNanos one after the other in this time; 0 for as fast as can be
 * @param roundTrips whether to keep the round trip of each check
 */
record Job(
        Targets targets,
        Expected expected,
        long timeoutMillis,
        int checks,
        int inFlight,
        long startEveryNanos,
        boolean roundTrips) {
    @JsonIgnore
    long timeoutNanos() {
        return TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    /** As fast as can be. */
    static Job of(Work work, int checks, int inFlight) {
        return new Job(work.targets(), work.expected(), work.timeoutMillis(), checks, inFlight, 0, false);
    }

    /** Spread so that with the same timeout for all, so many are in flight. */
    Job evenly() {
        return new Job(targets, expected, timeoutMillis, checks, inFlight, timeoutNanos() / inFlight, roundTrips);
    }

    Job withRoundTrips() {
        return new Job(targets, expected, timeoutMillis, checks, inFlight, startEveryNanos, true);
    }

    Job withChecks(int count) {
        return new Job(targets, expected, timeoutMillis, count, inFlight, startEveryNanos, roundTrips);
    }
}
