package io.halfshake.microprofile.health;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigBuilder;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;

/** What a runtime of MicroProfile Config provides: a configuration for each thread, since tests run side by side. */
public final class FakeConfigs extends ConfigProviderResolver {
    private static final ThreadLocal<FakeConfig> CURRENT = ThreadLocal.withInitial(FakeConfig::of);

    static void use(FakeConfig config) {
        CURRENT.set(config);
    }

    @Override
    public Config getConfig() {
        return CURRENT.get();
    }

    @Override
    public Config getConfig(ClassLoader loader) {
        return getConfig();
    }

    @Override
    public ConfigBuilder getBuilder() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void registerConfig(Config config, ClassLoader classLoader) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void releaseConfig(Config config) {
        throw new UnsupportedOperationException();
    }
}
