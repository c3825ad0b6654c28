package io.halfshake.microprofile.health;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The monitor with its targets by name: those of the configuration, and by their own text those that are added later.
 * Safe for use by several threads.
 */
final class HalfshakeTargets {
    private final Monitor monitor;
    private final Map<String, ConfiguredTarget> byName = new LinkedHashMap<>();
    private final Map<String, ConfiguredTarget> byTarget = new LinkedHashMap<>();
    private final List<MonitorListener> listeners = new CopyOnWriteArrayList<>();

    HalfshakeTargets(List<ConfiguredTarget> configured, Monitor monitor) {
        this.monitor = monitor;
        for (ConfiguredTarget each : configured) {
            byName.put(each.name(), each);
            byTarget.put(each.target(), each);
        }
    }

    /**
     * Monitors the targets of the configuration from now on, but for those that the monitor of an application has
     * already.
     */
    void start(Iterable<MonitorListener> toldOfThem, boolean logsTransitions) {
        toldOfThem.forEach(this::add);
        if (logsTransitions) {
            add(MonitorListener.logging(this::name));
        }
        for (ConfiguredTarget each : byName.values()) {
            if (monitor.status(each.target()) == null) {
                ConfiguredSettings.add(monitor, each);
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

    /** Drops what waits to be delivered to them. */
    void removeListeners() {
        listeners.forEach(monitor::removeListener);
        listeners.clear();
    }

    Monitor monitor() {
        return monitor;
    }

    /**
     * Those that have this name or this group, whether they are monitored now or not. Where a name is also the text of
     * another target, it means the one that has it as its name.
     */
    Set<String> matching(String nameOrGroup) {
        Set<String> matching = new LinkedHashSet<>();
        ConfiguredTarget named = byName.get(nameOrGroup);
        matching.add(named == null ? nameOrGroup : named.target());
        for (ConfiguredTarget each : byTarget.values()) {
            if (nameOrGroup.equals(each.group())) {
                matching.add(each.target());
            }
        }
        return matching;
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
}
