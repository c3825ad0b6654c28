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
    private volatile @Nullable Checker checker;
    private volatile @Nullable Monitor monitor;

    OwnedBeans() {}

    public Checker openChecker() {
        CheckerBuilder builder = Checker.builder();
        if (HalfshakeProperties.read(ConfigProvider.getConfig()).requireHalfOpen()) {
            builder.requireHalfOpen();
        }
        Checker opened = builder.build();
        checker = opened;
        return opened;
    }

    /** Some containers do not destroy the beans after a failed start, so this closes them. */
    public Monitor openMonitor(Checker of) {
        try {
            HalfshakeProperties properties = HalfshakeProperties.read(ConfigProvider.getConfig());
            Monitor opened = ConfiguredSettings.build(ConfiguredSettings.apply(properties, Monitor.builder(of)));
            monitor = opened;
            return opened;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Returns false where the library has opened none. A second call closes nothing. */
    public boolean closeMonitor() {
        Monitor opened = monitor;
        if (opened != null) {
            opened.close();
        }
        return opened != null;
    }

    @PreDestroy
    public void close() {
        closeMonitor();
        Checker opened = checker;
        if (opened != null) {
            opened.close();
        }
    }
}
