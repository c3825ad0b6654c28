package io.halfshake.server;

import io.halfshake.Checker;
import io.halfshake.Target;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.MonitorView;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.server.alerts.Alerts;
import io.halfshake.server.config.ConfigChange;
import io.halfshake.server.config.ConfigChange.TargetChange;
import io.halfshake.server.config.ServerConfig;
import io.halfshake.server.config.TargetConfig;
import io.halfshake.server.config.WitnessConfig;
import io.halfshake.server.store.History;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Watches the targets by a monitor of this process alone. */
final class WatchedTargets implements TargetWatch {
    private final Monitor monitor;
    private final TargetNames names;
    private final Alerts alerts;
    private final @Nullable History history;

    /** The monitor is closed with this. */
    WatchedTargets(Monitor monitor, TargetNames names, Alerts alerts, @Nullable History history) {
        this.monitor = monitor;
        this.names = names;
        this.alerts = alerts;
        this.history = history;
    }

    static WatchedTargets of(
            ServerConfig config, Checker checker, TargetNames names, Alerts alerts, @Nullable History history) {
        MonitorBuilder builder = Monitor.builder(checker)
                .settings(config.defaults())
                .listener(MonitorListener.logging(names::name))
                .listener(alerts);
        if (history != null) {
            builder.listener(history.listener());
        }
        WitnessConfig witnesses = config.witnesses();
        if (!witnesses.targets().isEmpty()) {
            builder.witnesses(witnesses.targets().stream().map(Target::toString).toList(), witnesses.quorum());
        }
        return new WatchedTargets(builder.build(), names, alerts, history);
    }

    @Override
    public MonitorView checks() {
        return monitor;
    }

    @Override
    public void name(List<TargetConfig> targets) {
        targets.forEach(names::put);
    }

    /** With a checkpoint goes on the alert too, which has to be known before its end may come. */
    @Override
    public void start(List<TargetConfig> targets, Map<String, TargetCheckpoint> checkpoints) {
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
    @Override
    public void apply(ConfigChange change) {
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

    @Override
    public void close() {
        monitor.close();
    }
}
