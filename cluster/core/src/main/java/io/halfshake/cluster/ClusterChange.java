package io.halfshake.cluster;

import io.halfshake.CheckResult;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of a target has changed, and the cluster has accepted it. Moments are by the wall clock of the member that
 * announces it: computed from the time that the members share, so that no other clock has to agree with it.
 *
 * @param id the same on all members, and if it is announced again
 * @param from the state before, never the same as {@code to}
 * @param to the new state, never {@link TargetState#UNKNOWN}
 * @param at when it was proposed
 * @param bounds when it really happened, as in {@link io.halfshake.monitor.Transition}; after a move of the target they
 *     include the time in which it was not checked
 * @param evidence the result that decided it; null if a member of a later version has found it, and this one cannot
 *     read it
 * @param ended the outage that the change ends; null if it ends none
 */
public record ClusterChange(
        ChangeId id,
        TargetState from,
        TargetState to,
        Instant at,
        TimeBounds bounds,
        @Nullable CheckResult evidence,
        @Nullable ClusterOutage ended) {
    /**
     * The target.
     *
     * @return as it was added
     */
    public String target() {
        return id.target();
    }
}
