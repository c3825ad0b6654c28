package io.halfshake.microprofile.health;

import io.halfshake.microprofile.health.HalfshakeProperties.TargetProperties;
import io.halfshake.monitor.TargetSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A target of the configuration. Whether its text is a target is for the monitor to say, which knows whether a port is
 * needed.
 *
 * @param key such as {@code halfshake.targets[3]}
 * @param name what it is called, by default the target
 * @param target as configured
 * @param group a label; null if it has none
 * @param settings what differs from the other targets
 */
record ConfiguredTarget(
        String key, String name, String target, @Nullable String group, TargetSettings settings) {
    /** A slash separates a name from what is told of it, a comma names in a list. */
    private static final String NOT_IN_NAMES = "/,";

    /**
     * The targets of the configuration, in its order.
     *
     * @throws InvalidPropertyException if one is wrong, or is there twice
     */
    static List<ConfiguredTarget> all(HalfshakeProperties properties) {
        List<ConfiguredTarget> all = new ArrayList<>();
        Map<String, String> keyOfName = new HashMap<>();
        Map<String, String> keyOfTarget = new HashMap<>();
        for (TargetProperties each : properties.targets()) {
            ConfiguredTarget next = of("halfshake.targets[" + all.size() + "]", each);
            requireNew(keyOfTarget, next.key, "target", next.target);
            requireNew(keyOfName, next.key, "name", next.name);
            all.add(next);
        }
        return all;
    }

    private static ConfiguredTarget of(String key, TargetProperties properties) {
        String target = properties.target();
        if (target == null) {
            throw new InvalidPropertyException(key + ".target", "not set (expected \"host:port\")");
        }
        requireName(key + ".name", properties.name());
        requireName(key + ".group", properties.group());
        String name = properties.name() == null ? target : properties.name();
        return new ConfiguredTarget(key, name, target, properties.group(), ConfiguredSettings.of(key, properties));
    }

    private static void requireName(String property, @Nullable String name) {
        if (name == null) {
            return;
        }
        boolean wrong = name.isBlank()
                || !name.equals(name.strip())
                || name.chars().anyMatch(c -> Character.isISOControl(c) || NOT_IN_NAMES.indexOf(c) >= 0);
        if (wrong) {
            throw new InvalidPropertyException(
                    property, "\"" + name + "\" (expected a name without slashes, commas and spaces around it)");
        }
    }

    private static void requireNew(Map<String, String> keys, String key, String property, String value) {
        String other = keys.putIfAbsent(value, key);
        if (other != null) {
            throw new InvalidPropertyException(
                    key + "." + property, "\"" + value + "\" (expected one that " + other + " does not have)");
        }
    }
}
