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

/** A configuration of texts that remembers what it was asked for. */
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
                .filter(value -> !value.isEmpty())
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

    @Override
    public ConfigValue getConfigValue(String name) {
        throw new UnsupportedOperationException(name);
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
