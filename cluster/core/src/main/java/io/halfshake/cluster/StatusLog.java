package io.halfshake.cluster;

import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.internal.FailSafe;
import java.lang.System.Logger.Level;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What changes for a member of a cluster, as lines of the application's log. For one thread at a time. */
final class StatusLog {
    private final String member;
    private Role role = Role.JOINING;
    private boolean isLeader;
    private boolean hasQuorum = true;

    /** Of a member that has not joined yet. */
    StatusLog(String member) {
        this.member = member;
    }

    /**
     * Logs what differs from the last call.
     *
     * @param newRole but for {@link Role#FAILED}, which is logged with its cause where it begins
     * @param leads whether the log takes this member for the leader
     * @param noQuorumSince null where there is a quorum
     */
    void update(Role newRole, boolean leads, @Nullable Instant noQuorumSince) {
        if (newRole != role) {
            Role before = role;
            role = newRole;
            write(before, newRole);
        }
        if (leads != isLeader) {
            isLeader = leads;
            write(Level.INFO, leads ? "leader" : "no longer leader");
        }
        boolean isAccepted = noQuorumSince == null;
        if (isAccepted != hasQuorum) {
            hasQuorum = isAccepted;
            if (isAccepted) {
                write(Level.INFO, "quorum again");
            } else {
                write(Level.WARNING, "no quorum since " + noQuorumSince + ", nothing is announced");
            }
        }
    }

    private void write(Role before, Role now) {
        switch (now) {
            case JOINING -> write(Level.INFO, "removed while it was not seen, joins again");
            case MEMBER -> write(Level.INFO, "joined");
            case LEAVING -> write(Level.INFO, before == Role.JOINING ? "joined, leaving" : "leaving");
            case LEFT -> write(Level.INFO, "left");
            case REPLACED -> write(Level.WARNING, "replaced by another process of this name, takes part no more");
            case FAILED -> {}
        }
    }

    private void write(Level level, String text) {
        FailSafe.log(level, "cluster member " + member + ": " + text, null);
    }
}
