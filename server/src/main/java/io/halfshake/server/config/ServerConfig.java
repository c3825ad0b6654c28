package io.halfshake.server.config;

import io.halfshake.monitor.TargetSettings;
import io.halfshake.server.alerts.SinkConfig;
import io.halfshake.server.maintenance.MaintenanceWindow;
import java.util.List;

/**
 * What the watcher does.
 *
 * @param defaults how the witnesses are asked; those of the targets have been applied to them
 * @param targets in the order of the files; immutable
 * @param sinks where alerts are sent to, in the order of the file; immutable
 * @param maintenance when alerts are held, in the order of the file; immutable
 */
public record ServerConfig(
        WebConfig web,
        WitnessConfig witnesses,
        ProbeConfig probe,
        TargetSettings defaults,
        List<TargetConfig> targets,
        List<SinkConfig> sinks,
        List<MaintenanceWindow> maintenance) {}
