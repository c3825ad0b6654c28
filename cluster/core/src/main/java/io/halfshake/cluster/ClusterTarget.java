package io.halfshake.cluster;

import io.halfshake.monitor.TargetState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster has committed of a target. Moments are by the wall clock of this member.
 *
 * @param target as it was added
 * @param state the last that was accepted
 * @param since the first answer that showed that state, or when the target was added
 * @param asOf as of when the state is known to have lasted; null in state {@link TargetState#UNKNOWN}
 * @param owner the member that checks it; null until the next table, after its owner has left
 * @param isHandedOver whether the owner has it from another member that was there still, as when that one leaves. False
 *     if the member before was lost: what it has announced last may not have got any further than its process
 * @param outage the one that goes on; null unless the target is down
 */
public record ClusterTarget(
        String target,
        TargetState state,
        Instant since,
        @Nullable Instant asOf,
        @Nullable String owner,
        boolean isHandedOver,
        @Nullable ClusterOutage outage) {}
