package io.halfshake.benchmarks.workload;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.concurrent.TimeUnit;

/**
 * Checks to be made in one turn.
 *
 * @param targets checked in turn, repeatedly
 * @param expected the result that each check should have
 * @param timeoutMillis the timeout of each check
 * @param checks the number of checks
 * @param inFlight the number of checks in flight
 * @param startEveryNanos the time from one start to the next; 0 for full speed
 * @param roundTrips whether to keep the round trip of each check
 */
public record Job(
        Targets targets,
        Expected expected,
        long timeoutMillis,
        int checks,
        int inFlight,
        long startEveryNanos,
        boolean roundTrips) {
    @JsonIgnore
    public long timeoutNanos() {
        return TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    /** At full speed. */
    public static Job of(Workload workload, int checks, int inFlight) {
        return new Job(workload.targets(), workload.expected(), workload.timeoutMillis(), checks, inFlight, 0, false);
    }

    /** Spreads the starts so that {@code inFlight} checks that all time out are in flight. */
    public Job evenly() {
        return new Job(targets, expected, timeoutMillis, checks, inFlight, timeoutNanos() / inFlight, roundTrips);
    }

    public Job withRoundTrips() {
        return new Job(targets, expected, timeoutMillis, checks, inFlight, startEveryNanos, true);
    }

    public Job withChecks(int count) {
        return new Job(targets, expected, timeoutMillis, count, inFlight, startEveryNanos, roundTrips);
    }
}
