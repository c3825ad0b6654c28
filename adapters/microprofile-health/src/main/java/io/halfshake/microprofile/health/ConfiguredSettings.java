package io.halfshake.microprofile.health;

import io.halfshake.microprofile.health.HalfshakeProperties.TargetProperties;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.TargetSettings;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sets what properties say, and names the property where the library refuses its value. */
final class ConfiguredSettings {
    private static final Set<String> PROPERTIES = Set.of("target", "interval", "timeout", "rise", "fall");

    private ConfiguredSettings() {}

    static MonitorBuilder apply(HalfshakeProperties properties, MonitorBuilder builder) {
        set(builder, "halfshake.interval", properties.interval(), MonitorBuilder::interval);
        set(builder, "halfshake.timeout", properties.timeout(), MonitorBuilder::timeout);
        set(builder, "halfshake.rise", properties.rise(), MonitorBuilder::rise);
        return set(builder, "halfshake.fall", properties.fall(), MonitorBuilder::fall);
    }

    /** Those of the target at this key, such as {@code halfshake.targets[3]}. */
    static TargetSettings of(String key, TargetProperties properties) {
        TargetSettings settings = TargetSettings.inherited();
        settings = set(settings, key + ".interval", properties.interval(), TargetSettings::withInterval);
        settings = set(settings, key + ".timeout", properties.timeout(), TargetSettings::withTimeout);
        settings = set(settings, key + ".rise", properties.rise(), TargetSettings::withRise);
        return set(settings, key + ".fall", properties.fall(), TargetSettings::withFall);
    }

    private static <S, V> S set(S settings, String property, @Nullable V value, BiFunction<S, V, S> setter) {
        if (value == null) {
            return settings;
        }
        try {
            return setter.apply(settings, value);
        } catch (IllegalArgumentException e) {
            throw new InvalidPropertyException(property, e);
        }
    }

    /**
     * Names the property where the action refuses a value: by the name before the colon in the text if that is a
     * property at this key, else by the key.
     */
    static <T> T naming(String key, Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException e) {
            String text = String.valueOf(e.getMessage());
            String name = text.substring(0, Math.max(0, text.indexOf(':')));
            String property = name.equals("host") ? "target" : name;
            throw new InvalidPropertyException(PROPERTIES.contains(property) ? key + "." + property : key, e);
        }
    }
}
