package io.halfshake.microprofile.health;

import io.halfshake.monitor.Monitor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The monitor with its targets by name: those of the configuration, and by their own text those that are added later.
 * Safe for use by several threads.
 */
final class HalfshakeTargets {
    private final Monitor monitor;
    private final Map<String, ConfiguredTarget> byName = new LinkedHashMap<>();
    private final Map<String, ConfiguredTarget> byTarget = new LinkedHashMap<>();

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
    void start() {
        for (ConfiguredTarget each : byName.values()) {
            if (monitor.status(each.target()) == null) {
                ConfiguredSettings.naming(each.key(), () -> {
                    monitor.add(each.target(), each.settings());
                    return each;
                });
            }
        }
    }

    Monitor monitor() {
        return monitor;
    }

    /** Those that are monitored now and have this name or this group, in the order in which they were added. */
    List<String> matching(String nameOrGroup) {
        return monitor.targets().stream()
                .filter(target -> name(target).equals(nameOrGroup) || Objects.equals(group(target), nameOrGroup))
                .toList();
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
