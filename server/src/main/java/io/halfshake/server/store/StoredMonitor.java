package io.halfshake.server.store;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is read of a monitor. */
interface StoredMonitor {
    /** Those that can be stored. */
    List<String> targets();

    /** Null if it is not monitored. */
    @Nullable
    TargetStatus status(String target);

    /** Null if it is not monitored. */
    @Nullable
    TargetCheckpoint checkpoint(String target);

    static StoredMonitor of(Monitor monitor) {
        return new StoredMonitor() {
            @Override
            public List<String> targets() {
                return monitor.targets().stream().filter(TargetIds::isStorable).toList();
            }

            @Override
            public @Nullable TargetStatus status(String target) {
                return monitor.status(target);
            }

            @Override
            public @Nullable TargetCheckpoint checkpoint(String target) {
                return monitor.checkpoint(target);
            }
        };
    }
}
