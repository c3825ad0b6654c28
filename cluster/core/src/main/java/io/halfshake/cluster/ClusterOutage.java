package io.halfshake.cluster;

import io.halfshake.CheckResult;
import io.halfshake.monitor.TimeBounds;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An outage that the cluster has committed. Moments are by the wall clock of this member.
 *
 * @param at when it was proposed: a while after it began, and later where there was no quorum
 * @param began as in {@link io.halfshake.monitor.Outage}
 * @param beganUnseen whether the target was down at its first conclusive check
 * @param evidence the result that decided it; null if a member of a later version has found it, and this one cannot
 *     read it
 */
public record ClusterOutage(
        Instant at,
        TimeBounds began,
        boolean beganUnseen,
        @Nullable CheckResult evidence) {}
