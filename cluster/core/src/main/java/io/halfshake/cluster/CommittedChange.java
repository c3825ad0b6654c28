package io.halfshake.cluster;

import io.halfshake.monitor.TargetState;
import org.jspecify.annotations.Nullable;

/**
 * A change that was accepted. All moments are in nanoseconds of the cluster's time.
 *
 * @param at when it was proposed, or the vote that decided it
 * @param earliest as in {@link io.halfshake.monitor.TimeBounds}
 * @param latest as in {@link io.halfshake.monitor.TimeBounds}
 * @param evidence on what it rests, as it was proposed
 * @param ended the outage that it ends; null if it ends none
 */
record CommittedChange(
        ChangeId id,
        TargetState from,
        TargetState to,
        long at,
        long earliest,
        long latest,
        Bytes evidence,
        @Nullable OpenOutage ended) {
    int partition() {
        return PartitionHash.partition(id.target());
    }
}
