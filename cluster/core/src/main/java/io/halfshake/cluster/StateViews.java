package io.halfshake.cluster;

import io.halfshake.monitor.TargetState;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What applications are shown of the state. */
final class StateViews {
    private static final int DIGEST_DIGITS = 16;

    private StateViews() {}

    /** All members, by name, where those in the view are taken for alive. */
    static List<ClusterStatus.Share> shares(ClusterState state, Set<String> view) {
        List<ClusterStatus.Share> shares = new ArrayList<>();
        for (Member each : state.members().values()) {
            int owned = 0;
            for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
                owned += state.partition(i).isOwnedBy(each.name()) ? 1 : 0;
            }
            shares.add(new ClusterStatus.Share(
                    each.name(), each.zone(), owned, view.contains(each.name()), declared(each.declared())));
        }
        return shares;
    }

    private static @Nullable String declared(Bytes digest) {
        return digest.length() == 0
                ? null
                : HexFormat.of().formatHex(digest.toArray()).substring(0, DIGEST_DIGITS);
    }

    /** Null if the target is not in the cluster. */
    static @Nullable ClusterTarget target(ClusterState state, String target, WallTime now) {
        Partition partition = state.partitionOf(target);
        TargetEntry entry = partition.target(target);
        return entry == null ? null : target(state, partition, target, entry, now);
    }

    static List<ClusterTarget> targets(ClusterState state, int number, WallTime now) {
        Partition partition = state.partition(number);
        List<ClusterTarget> targets = new ArrayList<>(partition.targets().size());
        partition.targets().forEach((target, entry) -> targets.add(target(state, partition, target, entry, now)));
        return targets;
    }

    private static ClusterTarget target(
            ClusterState state, Partition partition, String target, TargetEntry entry, WallTime now) {
        boolean isKnown = entry.state() != TargetState.UNKNOWN;
        return new ClusterTarget(
                target,
                entry.state(),
                now.instant(entry.since()),
                isKnown ? now.instant(state.knownAsOf(target)) : null,
                partition.owner(),
                partition.isHandedOver(),
                outage(target, entry.outage(), now));
    }

    /** With moments by the wall clock of this machine. */
    static ClusterChange change(CommittedChange change, WallTime now) {
        return new ClusterChange(
                change.id(),
                change.from(),
                change.to(),
                now.instant(change.at()),
                now.bounds(change.earliest(), change.latest()),
                EvidenceFormat.decodeIfKnown(change.id().target(), change.evidence()),
                outage(change.id().target(), change.ended(), now));
    }

    private static @Nullable ClusterOutage outage(String target, @Nullable OpenOutage outage, WallTime now) {
        return outage == null
                ? null
                : new ClusterOutage(
                        now.instant(outage.at()),
                        now.bounds(outage.earliest(), outage.latest()),
                        outage.beganUnseen(),
                        EvidenceFormat.decodeIfKnown(target, outage.evidence()));
    }
}
