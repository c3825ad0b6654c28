package io.halfshake.cluster;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a new owner adopts of a target: what is committed, and nothing else. The history that other members have of it
 * is not in the log, so that its own begins as of when the state is known to have lasted.
 */
final class Checkpoints {
    private Checkpoints() {}

    /**
     * A checkpoint as of now.
     *
     * @param target in the state
     * @param now the present
     */
    static TargetCheckpoint of(ClusterState state, String target, TargetEntry entry, WallTime now) {
        if (entry.state() == TargetState.UNKNOWN) {
            return checkpoint(target, now, entry, null, null, null, Duration.ZERO);
        }
        Instant confirmedAt = now.instant(Math.min(state.knownAsOf(target), now.cluster()));
        OpenOutage outage = entry.outage();
        if (outage == null) {
            return checkpoint(target, now, entry, confirmedAt, confirmedAt, null, Duration.ZERO);
        }
        // Whether the members before have observed all of it is not in the log, so that no part of it is certain.
        Instant latest = now.instant(Math.min(outage.latest(), now.cluster()));
        Instant earliest = now.instant(Math.min(outage.earliest(), Math.min(outage.latest(), now.cluster())));
        Instant from = earliest.isBefore(confirmedAt) ? earliest : confirmedAt;
        Duration sure = Duration.between(latest, confirmedAt);
        TargetCheckpoint.OpenOutage open = new TargetCheckpoint.OpenOutage(
                new TimeBounds(earliest, latest),
                outage.beganUnseen(),
                reason(target, outage),
                sure.isNegative() ? Duration.ZERO : sure);
        return checkpoint(target, now, entry, from, confirmedAt, open, Duration.between(from, confirmedAt));
    }

    private static TargetCheckpoint checkpoint(
            String target,
            WallTime now,
            TargetEntry entry,
            @Nullable Instant observedFrom,
            @Nullable Instant confirmedAt,
            TargetCheckpoint.@Nullable OpenOutage outage,
            Duration unobserved) {
        return new TargetCheckpoint(
                target,
                now.wall(),
                entry.state(),
                now.instant(Math.min(entry.since(), now.cluster())),
                observedFrom,
                confirmedAt,
                outage,
                new DowntimeTotal(0, Duration.ZERO, Duration.ZERO),
                unobserved);
    }

    /** A timeout has the least information, where a member of a later version has found what this one cannot read. */
    private static DownReason reason(String target, OpenOutage outage) {
        return EvidenceFormat.decodeIfKnown(target, outage.evidence()) instanceof CheckResult.Down down
                ? down.reason()
                : DownReason.TIMED_OUT;
    }
}
