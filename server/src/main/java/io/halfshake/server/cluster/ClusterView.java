package io.halfshake.server.cluster;

import io.halfshake.cluster.ClusterMonitor;
import io.halfshake.cluster.ClusterStatus;
import io.halfshake.cluster.ClusterTarget;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What pages and metrics read of the cluster. All methods may be called by any thread, and none waits. */
public interface ClusterView {
    /**
     * What a member of a cluster knows of it.
     *
     * @param monitor the member; may be closed
     * @return reads it with each call
     */
    static ClusterView of(ClusterMonitor monitor) {
        return new ClusterView() {
            @Override
            public ClusterStatus status() {
                return monitor.status();
            }

            @Override
            public @Nullable ClusterTarget target(String target) {
                return monitor.target(target);
            }

            @Override
            public void forEachTarget(Consumer<? super ClusterTarget> visitor) {
                monitor.forEachTarget(visitor);
            }
        };
    }

    /**
     * The members, their shares, and whether the log accepts what this one proposes.
     *
     * @return as of now
     */
    ClusterStatus status();

    /**
     * What the cluster has committed of a target.
     *
     * @param target its text
     * @return null if the cluster does not have it
     */
    @Nullable
    ClusterTarget target(String target);

    /**
     * Visits all targets of the cluster, also those that the file of this member does not have.
     *
     * @param visitor gets each as {@link #target} does, on the calling thread
     */
    void forEachTarget(Consumer<? super ClusterTarget> visitor);
}
