package io.halfshake.server.alerts;

import io.halfshake.CheckResult;
import io.halfshake.cluster.ClusterChange;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.monitor.Transition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a monitor has found, or a cluster has accepted.
 *
 * @param evidence null if a member of a later version has found it
 */
record StateChange(
        String target,
        TargetState from,
        TargetState to,
        Instant at,
        @Nullable CheckResult evidence,
        TimeBounds bounds) {
    static StateChange of(Transition transition) {
        return new StateChange(
                transition.target(),
                transition.from(),
                transition.to(),
                transition.at(),
                transition.evidence(),
                transition.bounds());
    }

    static StateChange of(ClusterChange change) {
        return new StateChange(
                change.target(), change.from(), change.to(), change.at(), change.evidence(), change.bounds());
    }
}
