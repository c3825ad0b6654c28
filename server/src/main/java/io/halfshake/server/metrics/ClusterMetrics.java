package io.halfshake.server.metrics;

import static io.halfshake.server.metrics.Family.gauge;
import static io.halfshake.server.metrics.Family.labelValue;

import io.halfshake.cluster.ClusterStatus;
import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.cluster.ClusterStatus.Share;
import io.halfshake.server.cluster.ClusterView;
import io.halfshake.server.cluster.DeclaredLists;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Objects;

/** Metrics of a cluster, as this member of it knows it. */
public final class ClusterMetrics implements MultiCollector {
    private final ClusterView cluster;

    /**
     * Metrics to be registered.
     *
     * @param cluster read with each scrape
     */
    public ClusterMetrics(ClusterView cluster) {
        this.cluster = Objects.requireNonNull(cluster, "cluster");
    }

    @Override
    public MetricSnapshots collect() {
        ClusterStatus status = cluster.status();
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        all.metricSnapshot(gauge(
                        "halfshake_cluster_quorum",
                        "1 while the cluster accepts what this member proposes, else 0: nothing is announced then")
                .put(status.noQuorumSince() == null ? 1 : 0)
                .snapshot());
        all.metricSnapshot(gauge("halfshake_cluster_epoch", "Epoch of the cluster's table")
                .put(status.epoch())
                .snapshot());
        all.metricSnapshot(gauge("halfshake_cluster_leader", "1 while this member maintains the table, else 0")
                .put(status.isLeader() ? 1 : 0)
                .snapshot());
        Family roles = gauge("halfshake_cluster_role", "1 for the role of this member, else 0");
        for (Role role : Role.values()) {
            roles.put(Labels.of("role", labelValue(role)), role == status.role() ? 1 : 0);
        }
        all.metricSnapshot(roles.snapshot());
        members(all, status.members());
        all.metricSnapshot(gauge("halfshake_cluster_targets", "Targets of the cluster")
                .put(status.targets())
                .snapshot());
        all.metricSnapshot(gauge("halfshake_cluster_watched_targets", "Targets that this member checks")
                .put(status.watched())
                .snapshot());
        DeclaredLists lists = DeclaredLists.of(status);
        boolean isSame = lists.own() != null && status.members().stream().allMatch(lists::isSame);
        all.metricSnapshot(gauge(
                        "halfshake_cluster_same_targets",
                        "1 if all members have declared the same targets as this one, else 0")
                .put(isSame ? 1 : 0)
                .snapshot());
        return all.build();
    }

    private static void members(MetricSnapshots.Builder all, List<Share> members) {
        Family partitions =
                gauge("halfshake_cluster_member_partitions", "Partitions that the member owns, of 1,024 in all");
        Family seen = gauge("halfshake_cluster_member_seen", "1 while this member takes that one for alive, else 0");
        for (Share each : members) {
            Labels labels = Labels.of("member", each.member());
            partitions.put(labels, each.partitions());
            seen.put(labels, each.isSeen() ? 1 : 0);
        }
        all.metricSnapshot(partitions.snapshot());
        all.metricSnapshot(seen.snapshot());
    }
}
