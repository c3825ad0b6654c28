package io.halfshake.server.config;

import io.halfshake.monitor.TargetSettings;
import io.halfshake.server.alerts.SinkConfig;
import io.halfshake.server.cluster.ClusterConfig;
import io.halfshake.server.maintenance.MaintenanceWindow;
import io.halfshake.server.store.StoreConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the watcher does.
 *
 * @param defaults how the witnesses are asked; those of the targets have been applied to them
 * @param targets in the order of the files; immutable
 * @param sinks where alerts are sent to, in the order of the file; immutable
 * @param maintenance when alerts are held, in the order of the file; immutable
 * @param store where the history is kept; null if it is not
 * @param cluster the watchers with which the targets are shared; null if there are none
 */
public record ServerConfig(
        WebConfig web,
        WitnessConfig witnesses,
        ProbeConfig probe,
        TargetSettings defaults,
        List<TargetConfig> targets,
        List<SinkConfig> sinks,
        List<MaintenanceWindow> maintenance,
        @Nullable StoreConfig store,
        @Nullable ClusterConfig cluster) {}
