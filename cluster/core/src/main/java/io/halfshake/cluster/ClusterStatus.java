package io.halfshake.cluster;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one member knows of its cluster.
 *
 * @param member the name of the member
 * @param role whether it takes part
 * @param isLeader whether it takes itself for the one that maintains the table
 * @param noQuorumSince since when the log has accepted nothing that this member has proposed, although something waits;
 *     null while it accepts. This status and the states of targets are as of then
 * @param epoch of the table that this member has seen
 * @param members all members of that table, by name
 * @param targets how many targets the cluster has
 * @param watched how many of them this member checks
 */
public record ClusterStatus(
        String member,
        Role role,
        boolean isLeader,
        @Nullable Instant noQuorumSince,
        long epoch,
        List<Share> members,
        int targets,
        int watched) {
    /** Whether a member takes part. */
    public enum Role {
        /** It has proposed to join, or will. */
        JOINING,
        /** It may own partitions. */
        MEMBER,
        /** It waits until its partitions have other owners. */
        LEAVING,
        /** It has left. */
        LEFT,
        /** Another process has joined with its name: this one owns nothing, and does not come back. */
        REPLACED,
        /**
         * It cannot follow what the log accepts, for the reason that the log of the application names: it takes no part
         * any more.
         */
        FAILED
    }

    /**
     * A member and what it owns.
     *
     * @param member its name
     * @param zone what may fail with it as one; empty if it has not set one
     * @param partitions how many it owns, of 1,024
     * @param isSeen whether the log takes it for alive
     * @param declared a digest of the targets that it has {@linkplain ClusterMonitor#declare declared}, the same for
     *     all that have declared the same; null if it has declared none
     */
    public record Share(
            String member,
            String zone,
            int partitions,
            boolean isSeen,
            @Nullable String declared) {}

    /** The list does not change. */
    public ClusterStatus {
        members = List.copyOf(members);
    }
}
