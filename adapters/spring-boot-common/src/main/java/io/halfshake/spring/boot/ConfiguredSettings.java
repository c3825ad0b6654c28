package io.halfshake.spring.boot;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.spring.boot.HalfshakeProperties.TargetProperties;
import io.halfshake.spring.boot.HalfshakeProperties.WitnessProperties;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sets what properties say, and names the property where the library refuses its value. */
final class ConfiguredSettings {
    private static final Set<String> PROPERTIES = Set.of("target", "interval", "timeout", "rise", "fall");

    private static final String WITNESSES = "halfshake.witnesses.targets";
    private static final String QUORUM = "halfshake.witnesses.quorum";

    private ConfiguredSettings() {}

    static MonitorBuilder apply(HalfshakeProperties properties, MonitorBuilder builder) {
        set(builder, "halfshake.interval", properties.interval(), MonitorBuilder::interval);
        set(builder, "halfshake.timeout", properties.timeout(), MonitorBuilder::timeout);
        set(builder, "halfshake.rise", properties.rise(), MonitorBuilder::rise);
        set(builder, "halfshake.fall", properties.fall(), MonitorBuilder::fall);
        return witnesses(builder, properties.witnesses());
    }

    private static MonitorBuilder witnesses(MonitorBuilder builder, WitnessProperties witnesses) {
        if (!witnesses.targets().isEmpty()) {
            return naming(
                    name -> name.equals("quorum") ? QUORUM : WITNESSES,
                    () -> builder.witnesses(witnesses.targets(), witnesses.quorum()));
        }
        if (witnesses.quorum() != 1) {
            throw new InvalidPropertyException(QUORUM, witnesses.quorum() + " (expected " + WITNESSES + " too)");
        }
        return builder;
    }

    /** Targets are added later: one that is refused here is a witness. */
    static Monitor build(MonitorBuilder builder) {
        return naming(
                name -> name.equals("target")
                        ? WITNESSES
                        : PROPERTIES.contains(name) ? "halfshake." + name : "halfshake",
                builder::build);
    }

    static void add(Monitor monitor, ConfiguredTarget target) {
        naming(name -> PROPERTIES.contains(name) ? target.key() + "." + name : target.key(), () -> {
            monitor.add(target.target(), target.settings());
            return target;
        });
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
     * Names the property where the action refuses a value.
     *
     * @param properties the property by the name before the colon in the text, which may be none
     */
    private static <T> T naming(UnaryOperator<String> properties, Supplier<T> action) {
        try {
            return action.get();
        } catch (IllegalArgumentException e) {
            String text = String.valueOf(e.getMessage());
            String name = text.substring(0, Math.max(0, text.indexOf(':')));
            throw new InvalidPropertyException(properties.apply(name.equals("host") ? "target" : name), e);
        }
    }
}
