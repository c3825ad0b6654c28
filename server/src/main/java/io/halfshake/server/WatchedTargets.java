package io.halfshake.server;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.server.alerts.Alerts;
import io.halfshake.server.config.ConfigChange;
import io.halfshake.server.config.ConfigChange.TargetChange;
import io.halfshake.server.config.TargetConfig;
import io.halfshake.server.store.History;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Has the monitor watch the targets of the configuration. For one thread at a time. */
final class WatchedTargets {
    private final Monitor monitor;
    private final TargetNames names;

    WatchedTargets(Monitor monitor, TargetNames names) {
        this.monitor = monitor;
        this.names = names;
    }

    /** Says what the targets are called that there are at the start. */
    void name(List<TargetConfig> targets) {
        targets.forEach(names::put);
    }

    /**
     * Adds these targets, after they were named. One that has a checkpoint goes on with it: also its alert, which has
     * to be known before its end may come.
     */
    void start(
            List<TargetConfig> targets,
            Map<String, TargetCheckpoint> checkpoints,
            Alerts alerts,
            @Nullable History history) {
        Map<String, TargetCheckpoint> adopted = new LinkedHashMap<>();
        for (TargetConfig target : targets) {
            TargetCheckpoint checkpoint = checkpoints.get(target.target().toString());
            if (checkpoint != null) {
                adopted.put(checkpoint.target(), checkpoint);
            }
        }
        if (history != null) {
            history.attach(monitor, adopted.keySet());
        }
        alerts.adopt(List.copyOf(adopted.values()));
        for (TargetConfig target : targets) {
            TargetCheckpoint checkpoint = adopted.get(target.target().toString());
            if (checkpoint == null) {
                monitor.add(target.target(), target.settings().withDefaults());
            } else {
                monitor.adopt(checkpoint, target.settings().withDefaults());
            }
        }
    }

    /** A target that is only called something else keeps its state. */
    void apply(ConfigChange change) {
        change.removed().forEach(this::remove);
        for (TargetChange each : change.changed()) {
            if (each.settings()) {
                replace(each.after());
            } else {
                names.put(each.after());
            }
        }
        change.added().forEach(this::add);
    }

    /** Never without a name, so that nobody takes it for one that is gone. It comes last from now on, as a new one. */
    private void replace(TargetConfig target) {
        monitor.remove(target.target().toString());
        names.putLast(target);
        monitor.add(target.target(), target.settings().withDefaults());
    }

    private void add(TargetConfig target) {
        // A reload that failed half way may have added it.
        monitor.remove(target.target().toString());
        // Named first, for its first result.
        names.put(target);
        monitor.add(target.target(), target.settings().withDefaults());
    }

    private void remove(TargetConfig target) {
        String text = target.target().toString();
        monitor.remove(text);
        names.remove(text);
    }
}
