package io.halfshake.server.api;

import io.halfshake.cluster.ClusterTarget;
import io.halfshake.monitor.MonitorView;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.server.cluster.ClusterView;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of targets: by the checks of this watcher, or else by what its cluster has committed. */
public final class TargetStates {
    private final MonitorView monitor;
    private final @Nullable ClusterView cluster;

    /**
     * The states of all targets.
     *
     * @param monitor what the checks of this watcher find
     * @param cluster null where this watcher is no member of one
     */
    public TargetStates(MonitorView monitor, @Nullable ClusterView cluster) {
        this.monitor = monitor;
        this.cluster = cluster;
    }

    /**
     * What is known of a target.
     *
     * @param checked by this watcher; null if another member checks it
     * @param committed by the cluster; null if there is none, or it does not have the target yet
     */
    public record Known(
            @Nullable TargetStatus checked, @Nullable ClusterTarget committed) {
        /** Requires one of the two. */
        public Known {
            if (checked == null) {
                Objects.requireNonNull(committed, "committed");
            }
        }

        TargetState state() {
            return checked == null ? Objects.requireNonNull(committed).state() : checked.state();
        }
    }

    /**
     * What is known of one target.
     *
     * @param target its text
     * @return null while it is being added or removed
     */
    public @Nullable Known of(String target) {
        TargetStatus checked = monitor.status(target);
        ClusterTarget committed = cluster == null ? null : cluster.target(target);
        return checked == null && committed == null ? null : new Known(checked, committed);
    }
}
