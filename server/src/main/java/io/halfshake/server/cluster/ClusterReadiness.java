package io.halfshake.server.cluster;

import io.halfshake.cluster.ClusterStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether a member does its part. */
public final class ClusterReadiness {
    private ClusterReadiness() {}

    /**
     * Why a member does not do its part.
     *
     * @param status as the member knows it
     * @return in one line; null if it does
     */
    public static @Nullable String obstacle(ClusterStatus status) {
        Instant noQuorumSince = status.noQuorumSince();
        String noQuorum = noQuorumSince == null ? null : "no quorum since " + noQuorumSince;
        return switch (status.role()) {
            case JOINING -> "joining the cluster" + (noQuorum == null ? "" : ", " + noQuorum);
            case MEMBER ->
                noQuorum != null || isSeen(status) ? noQuorum : "this member does not see itself in the cluster";
            case LEAVING -> "leaving the cluster";
            case LEFT -> "left the cluster";
            case REPLACED -> "another process has joined the cluster as member " + status.member();
            case FAILED -> "the cluster's log cannot be followed, see the log";
        };
    }

    private static boolean isSeen(ClusterStatus status) {
        return status.members().stream()
                .anyMatch(each -> each.isSeen() && each.member().equals(status.member()));
    }
}
