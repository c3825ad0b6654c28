package io.halfshake.server.cluster;

import io.halfshake.cluster.ClusterStatus;
import io.halfshake.cluster.ClusterStatus.Share;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares the targets that the members have declared with those of this one.
 *
 * @param own the digest of this member; null if it has declared none yet
 */
public record DeclaredLists(@Nullable String own) {
    /**
     * The list of the member whose status it is.
     *
     * @param status read once
     * @return for the members of that status
     */
    public static DeclaredLists of(ClusterStatus status) {
        return new DeclaredLists(status.members().stream()
                .filter(each -> each.member().equals(status.member()))
                .map(Share::declared)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null));
    }

    /**
     * Whether both members have declared targets.
     *
     * @param member this one or another
     * @return false while one of the two starts
     */
    public boolean canCompare(Share member) {
        return own != null && member.declared() != null;
    }

    /**
     * Whether a member has declared what this one has.
     *
     * @param member this one or another
     * @return false also where one of the two has declared none
     */
    public boolean isSame(Share member) {
        return own != null && own.equals(member.declared());
    }
}
