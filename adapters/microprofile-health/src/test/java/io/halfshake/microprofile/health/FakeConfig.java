package io.halfshake.microprofile.health;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** A configuration of texts that remembers what it was asked for. What refers to other properties has no value. */
final class FakeConfig implements Config {
    final Set<String> asked = new TreeSet<>();

    private final Map<String, String> values = new HashMap<>();

    /** Such as {@code halfshake.interval=5s}. */
    static FakeConfig of(String... properties) {
        FakeConfig config = new FakeConfig();
        for (String each : properties) {
            int equals = each.indexOf('=');
            config.values.put(each.substring(0, equals), each.substring(equals + 1));
        }
        return config;
    }

    @Override
    public <T> Optional<T> getOptionalValue(String name, Class<T> type) {
        asked.add(name);
        return Optional.ofNullable(values.get(name))
                .filter(value -> !value.isEmpty() && !isExpression(value))
                .map(type::cast);
    }

    @Override
    public <T> T getValue(String name, Class<T> type) {
        return getOptionalValue(name, type).orElseThrow(NoSuchElementException::new);
    }

    @Override
    public Iterable<String> getPropertyNames() {
        return values.keySet();
    }

    private static boolean isExpression(String value) {
        return value.contains("${");
    }

    @Override
    public ConfigValue getConfigValue(String name) {
        String raw = values.get(name);
        return new Value(name, raw == null || isExpression(raw) ? null : raw, raw);
    }

    private record Value(
            String name, @Nullable String value, @Nullable String raw) implements ConfigValue {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public @Nullable String getValue() {
            return value;
        }

        @Override
        public @Nullable String getRawValue() {
            return raw;
        }

        @Override
        public String getSourceName() {
            return "fake";
        }

        @Override
        public int getSourceOrdinal() {
            return 0;
        }
    }

    @Override
    public Iterable<ConfigSource> getConfigSources() {
        return List.of();
    }

    @Override
    public <T> Optional<Converter<T>> getConverter(Class<T> type) {
        return Optional.empty();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        throw new UnsupportedOperationException(type.getName());
    }
}
