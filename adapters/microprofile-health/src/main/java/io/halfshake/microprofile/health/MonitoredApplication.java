package io.halfshake.microprofile.health;

import io.halfshake.Checker;
import io.halfshake.EngineReport;
import io.halfshake.Handshake;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Function;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Monitors the targets of the configuration from the start of the application to its end. */
@ApplicationScoped
class MonitoredApplication {
    private static final Logger LOG = System.getLogger("io.halfshake");

    /** Not the beans themselves: where making one of them fails, the other has to be closed. */
    @Inject
    Instance<Checker> checker;

    @Inject
    Instance<Monitor> monitor;

    /** Quarkus removes beans that are injected nowhere: creators of beans look this one up. */
    @Inject
    OwnedBeans owned;

    @Inject
    @Any
    Instance<MonitorListener> listeners;

    private volatile @Nullable HalfshakeTargets targets;
    private volatile @Nullable TargetsHealth health;

    MonitoredApplication() {}

    /**
     * Begins, and closes what it has opened where that fails.
     *
     * @throws InvalidPropertyException which fails the start
     */
    public void start(@Observes Startup event) {
        try {
            health = begin();
        } catch (RuntimeException | Error e) {
            // Some containers do not destroy the beans after a failed start.
            stop();
            owned.close();
            throw e;
        }
    }

    private TargetsHealth begin() {
        HalfshakeProperties properties = HalfshakeProperties.read(ConfigProvider.getConfig());
        List<ConfiguredTarget> configured = ConfiguredTarget.all(properties);
        if (properties.requireHalfOpen()) {
            requireHalfOpen(checker.get().engine());
        }
        HalfshakeTargets begun = new HalfshakeTargets(configured, monitor.get());
        TargetsHealth ofThem = new TargetsHealth(begun, properties.health());
        targets = begun;
        begun.start(listeners, properties.logTransitions());
        ofThem.requireReadinessTargets();
        LOG.log(Level.INFO, "monitors " + begun.monitor().describe());
        return ofThem;
    }

    /** Also of a checker that the application brings. A mock that was told nothing has no engine, and opens nothing. */
    private static void requireHalfOpen(@Nullable EngineReport engine) {
        if (engine != null && engine.handshake() != Handshake.HALF) {
            throw new InvalidPropertyException(
                    "halfshake.require-half-open",
                    "true (expected false, or a Checker bean that makes half handshakes; the one there is has the engine "
                            + engine.describe() + ")");
        }
    }

    /** Has no targets until the application has started: the web server may listen before that. Does not block. */
    public TargetsReport report(Function<TargetsHealth, TargetsReport> part) {
        TargetsHealth started = health;
        return started == null ? new TargetsReport() : part.apply(started);
    }

    public void shutDown(@Observes Shutdown event) {
        stop();
    }

    /** For containers that destroy beans without {@link Shutdown}. A second call has no effect. */
    @PreDestroy
    public void stop() {
        HalfshakeTargets stopped = targets;
        targets = null;
        // A monitor that is closed still delivers what waits. One that is the application's may go on.
        if (stopped != null && !owned.closeMonitor()) {
            stopped.removeListeners();
        }
    }
}
