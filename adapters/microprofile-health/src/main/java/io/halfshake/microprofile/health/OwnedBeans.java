package io.halfshake.microprofile.health;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.monitor.Monitor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/**
 * Opens the checker and the monitor of an application that has none of its own, and closes them with it: the monitor
 * first. Containers destroy beans in no order that could be relied on.
 */
@ApplicationScoped
class OwnedBeans {
    private @Nullable Checker checker;
    private @Nullable Monitor monitor;

    OwnedBeans() {}

    public synchronized Checker openChecker() {
        CheckerBuilder builder = Checker.builder();
        if (HalfshakeProperties.read(ConfigProvider.getConfig()).requireHalfOpen()) {
            builder.requireHalfOpen();
        }
        Checker opened = builder.build();
        checker = opened;
        return opened;
    }

    /** Not all containers destroy the beans of an application whose start has failed, so that this does. */
    public synchronized Monitor openMonitor(Checker of) {
        try {
            HalfshakeProperties properties = HalfshakeProperties.read(ConfigProvider.getConfig());
            Monitor opened = ConfiguredSettings.naming(
                    "halfshake", ConfiguredSettings.apply(properties, Monitor.builder(of))::build);
            monitor = opened;
            return opened;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    @PreDestroy
    public synchronized void close() {
        if (monitor != null) {
            monitor.close();
        }
        if (checker != null) {
            checker.close();
        }
    }
}
