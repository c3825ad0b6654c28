package io.halfshake.server;

import io.halfshake.monitor.MonitorView;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.server.config.ConfigChange;
import io.halfshake.server.config.TargetConfig;
import java.util.List;
import java.util.Map;

/** Watches the targets of the configuration. For one thread at a time, but for {@link #checks}. */
interface TargetWatch extends AutoCloseable {
    /** What the checks of this process find. */
    MonitorView checks();

    /** Says what the targets are called that there are at the start. */
    void name(List<TargetConfig> targets);

    /** Begins, after the targets were named. Those that have a checkpoint go on with it. */
    void start(List<TargetConfig> targets, Map<String, TargetCheckpoint> checkpoints);

    /** Goes on with the targets of another configuration. */
    void apply(ConfigChange change);

    @Override
    void close();
}
