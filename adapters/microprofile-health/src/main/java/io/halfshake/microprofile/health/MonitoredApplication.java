package io.halfshake.microprofile.health;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Monitors the targets of the configuration from the start of the application. */
@ApplicationScoped
class MonitoredApplication {
    @Inject
    Checker checker;

    @Inject
    Monitor monitor;

    /** Quarkus removes beans that are injected nowhere: creators of beans look this one up. */
    @Inject
    OwnedBeans owned;

    @Inject
    @Any
    Instance<MonitorListener> listeners;

    private @Nullable TargetsHealth health;

    MonitoredApplication() {}

    /**
     * Where the web server starts earlier, a request may have come by {@link #health} first.
     *
     * @throws InvalidPropertyException which fails the start
     */
    public void start(@Observes Startup event) {
        try {
            TargetsHealth unused = health();
        } catch (RuntimeException | Error e) {
            // As in openMonitor.
            owned.close();
            throw e;
        }
    }

    public synchronized TargetsHealth health() {
        if (health == null) {
            health = begin();
        }
        return health;
    }

    private TargetsHealth begin() {
        HalfshakeProperties properties = HalfshakeProperties.read(ConfigProvider.getConfig());
        boolean asksHosts = checker.engine().asksHosts();
        HalfshakeTargets targets = new HalfshakeTargets(ConfiguredTarget.all(properties, asksHosts), monitor);
        TargetsHealth begun = new TargetsHealth(targets, properties.health());
        for (MonitorListener each : listeners) {
            monitor.addListener(each);
        }
        targets.start();
        begun.requireReadinessTargets();
        return begun;
    }
}
