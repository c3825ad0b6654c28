package io.halfshake.server;

import io.halfshake.monitor.Monitor;
import io.halfshake.server.config.ConfigChange;
import io.halfshake.server.config.ConfigChange.TargetChange;
import io.halfshake.server.config.TargetConfig;

/** Has the monitor watch the targets of the configuration. For one thread at a time. */
final class WatchedTargets {
    private final Monitor monitor;
    private final TargetNames names;

    WatchedTargets(Monitor monitor, TargetNames names) {
        this.monitor = monitor;
        this.names = names;
    }

    /** A target that is only called something else keeps its state. */
    void apply(ConfigChange change) {
        change.removed().forEach(this::remove);
        for (TargetChange each : change.changed()) {
            if (each.settings()) {
                remove(each.before());
                add(each.after());
            } else {
                names.put(each.after());
            }
        }
        change.added().forEach(this::add);
    }

    private void add(TargetConfig target) {
        // A reload that failed half way may have added it.
        monitor.remove(target.target().toString());
        // Named first, for its first result.
        names.put(target);
        // All of them: what the file sets no longer is as it was at the start in the monitor.
        monitor.add(target.target(), target.settings().withDefaults());
    }

    private void remove(TargetConfig target) {
        String text = target.target().toString();
        monitor.remove(text);
        names.remove(text);
    }
}
