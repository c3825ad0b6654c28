package io.halfshake.spring.boot;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The monitor with its targets by name: those of the configuration, and by their own text those that are added later.
 * Safe for use by several threads.
 */
final class HalfshakeTargets implements AutoCloseable {
    private static final Logger LOG = System.getLogger("io.halfshake");

    private final Monitor monitor;
    private final Map<String, ConfiguredTarget> byName = new LinkedHashMap<>();
    private final Map<String, ConfiguredTarget> byTarget = new LinkedHashMap<>();
    private final boolean endsWithContext;
    private final List<MonitorListener> listeners = new CopyOnWriteArrayList<>();

    private HalfshakeTargets(Monitor monitor, boolean endsWithContext) {
        this.monitor = monitor;
        this.endsWithContext = endsWithContext;
    }

    /**
     * Not started yet.
     *
     * @param endsWithContext whether the monitor is closed with the context, and not the application's own
     */
    static HalfshakeTargets of(List<ConfiguredTarget> configured, Monitor monitor, boolean endsWithContext) {
        HalfshakeTargets targets = new HalfshakeTargets(monitor, endsWithContext);
        for (ConfiguredTarget each : configured) {
            targets.byName.put(each.name(), each);
            targets.byTarget.put(each.target(), each);
        }
        return targets;
    }

    /**
     * Monitors the targets of the configuration from now on, but for those that the monitor of an application has
     * already. Where a target is refused, this is closed.
     */
    void start(List<MonitorListener> added, boolean logsTransitions) {
        boolean started = false;
        try {
            added.forEach(this::add);
            if (logsTransitions) {
                add(MonitorListener.logging(this::name));
            }
            addTargets();
            LOG.log(Level.INFO, "monitors " + monitor.describe());
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
    }

    /** Unless the application has done so, which then removes it too: it would be told everything twice. */
    private void add(MonitorListener listener) {
        if (!monitor.hasListener(listener)) {
            monitor.addListener(listener);
            listeners.add(listener);
        }
    }

    private void addTargets() {
        for (ConfiguredTarget each : byName.values()) {
            if (monitor.status(each.target()) == null) {
                ConfiguredSettings.add(monitor, each);
            }
        }
    }

    /**
     * Before any listener is destroyed. A monitor that ends with the context is closed here already, since it delivers
     * what is on its way; one that is the application's may go on, without these listeners.
     */
    @Override
    public void close() {
        if (endsWithContext) {
            monitor.close();
        } else {
            listeners.forEach(monitor::removeListener);
        }
        listeners.clear();
    }

    Monitor monitor() {
        return monitor;
    }

    /** Of all targets that are monitored now, in the order in which they were added. */
    List<String> names() {
        return monitor.targets().stream().map(this::name).distinct().toList();
    }

    String name(String target) {
        ConfiguredTarget configured = byTarget.get(target);
        return configured == null ? target : configured.name();
    }

    @Nullable
    String group(String target) {
        ConfiguredTarget configured = byTarget.get(target);
        return configured == null ? null : configured.group();
    }

    /** Where a name is also the text of another target, it means the one that has it as its name. */
    String target(String name) {
        ConfiguredTarget configured = byName.get(name);
        return configured == null ? name : configured.target();
    }
}
