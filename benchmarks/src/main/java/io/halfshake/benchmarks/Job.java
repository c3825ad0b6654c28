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
 * @param roundTrips whether to keep the round trip of each check
 */
record Job(Targets targets, Expected expected, long timeoutMillis, int checks, int inFlight, boolean roundTrips) {
    @JsonIgnore
    long timeoutNanos() {
        return TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    }

    Job withChecks(int count) {
        return new Job(targets, expected, timeoutMillis, count, inFlight, roundTrips);
    }
}
