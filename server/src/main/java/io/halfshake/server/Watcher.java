package io.halfshake.server;

import io.halfshake.Checker;
import io.halfshake.Resolver;
import io.halfshake.monitor.MonitorView;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.server.alerts.AlertTarget;
import io.halfshake.server.alerts.Alerts;
import io.halfshake.server.cluster.ClusterConfig;
import io.halfshake.server.cluster.ClusterReadiness;
import io.halfshake.server.config.ConfigChange;
import io.halfshake.server.config.ConfigException;
import io.halfshake.server.config.ConfigReader;
import io.halfshake.server.config.LoadedConfig;
import io.halfshake.server.config.ServerConfig;
import io.halfshake.server.maintenance.Maintenance;
import io.halfshake.server.metrics.ClusterMetrics;
import io.halfshake.server.metrics.MetricsPage;
import io.halfshake.server.metrics.MonitorMetrics;
import io.halfshake.server.page.PageFiles;
import io.halfshake.server.service.ServiceManager;
import io.halfshake.server.store.History;
import io.halfshake.server.store.StoreConfig;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.HealthPages;
import io.halfshake.server.web.WebServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Watches the targets of a configuration file, and serves what it finds by HTTP.
 *
 * <h2>Behaviour</h2>
 *
 * The file and those that it names are read again on {@link #reload}, on {@code POST /-/reload}, and within a few
 * seconds after one of them has changed. A configuration with an error changes nothing; the log, the response of
 * {@code /-/reload} and the metric {@code halfshake_config_last_reload_successful} say so. Of a good one, a target that
 * was there before keeps its state and history, unless it is to be monitored in another way. The address for HTTP,
 * whether it is encrypted, the store, the witnesses and how they are checked cannot change without a new start: a
 * configuration that changes them is an error.
 *
 * <h2>Threading</h2>
 *
 * All methods may be called by any thread. Reloads come one after the other.
 *
 * <h2>Lifecycle</h2>
 *
 * Close it: that ends the checks, and frees the address and all threads.
 */
public final class Watcher implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.halfshake");

    private static final int MIN_IN_FLIGHT = 1_000;
    private static final int MAX_IN_FLIGHT = 1_000_000;
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final String INDEX = """
            Halfshake watches the targets of a file.

            /                         the state of the targets, in a browser
            /metrics                  metrics of the targets, for Prometheus
            /probe?target=HOST:PORT   metrics of one check that is made on request
            /api/v1/status            all targets together, as JSON
            /api/v1/targets           the targets, as JSON
            /api/v1/heat-map          the last hours of all targets, where there is a store
            /api/v1/openapi.yaml      what the JSON means
            /events                   what changes, as server-sent events
            /badge/HOST:PORT.svg      the state of a target as a picture
            /-/healthy                whether this process serves requests
            /-/ready                  200 while the targets are watched, else 503
            /-/reload                 POST: read the configuration again""";

    private static final Duration MAX_STOP = Duration.ofSeconds(5);

    /** A database on another machine may start at the same time; targets should not be unwatched for long. */
    private static final Duration MAX_STORE_WAIT = Duration.ofSeconds(10);

    /** A file that is neither opened nor refused by then is held up by this machine, and not lost for that. */
    private static final Duration MAX_FILE_WAIT = Duration.ofMinutes(1);

    private final Checker checker;
    private final Resolver resolver;
    private final Maintenance maintenance = new Maintenance(InstantSource.system());
    private final TargetNames names = new TargetNames(maintenance::open);
    private final Alerts alerts = new Alerts(this::alertTarget, maintenance);
    private final MaintenanceTimer maintenanceTimer =
            new MaintenanceTimer(maintenance::open, names, this::followAlerts);
    private final @Nullable History history;
    private final @Nullable ClusterTargets cluster;
    private final TargetWatch targets;
    private final MonitorView monitor;
    private final WatcherService service;
    private final ProbeHandler probe;
    private final ReloadMetrics reloads = new ReloadMetrics(InstantSource.system());
    private final ConfigReloader reloader;
    private @Nullable StatusPages status;
    private @Nullable WebServer web;
    private volatile boolean watching;
    private volatile boolean closing;

    private Watcher(
            Path file,
            ConfigReader reader,
            LoadedConfig loaded,
            ConfigFiles files,
            Checker checker,
            Resolver resolver,
            ServiceManager manager) {
        this.checker = checker;
        this.resolver = resolver;
        this.reloader = new ConfigReloader(file, reader, loaded, files, reloads, new Reloads());
        ServerConfig config = loaded.config();
        this.probe = new ProbeHandler(checker, resolver, this::doubts, config.probe());
        StoreConfig store = config.store();
        this.history = store == null ? null : new History(store, InstantSource.system());
        // Before there are rounds of witnesses: a window for all holds blindness.
        maintenance.configure(config.maintenance(), () -> {});
        // Late, since it has threads.
        ClusterConfig shared = config.cluster();
        this.cluster = shared == null ? null : new ClusterTargets(shared, config.defaults(), checker, names, alerts);
        TargetWatch running = cluster == null ? WatchedTargets.of(config, checker, names, alerts, history) : cluster;
        this.targets = running;
        this.monitor = running.checks();
        try {
            this.service = new WatcherService(manager, monitor, checker, this::address, reloads::wasSuccessful);
        } catch (RuntimeException | Error e) {
            try (running) {
                throw e;
            }
        }
    }

    private @Nullable AlertTarget alertTarget(String target) {
        return cluster == null ? names.alertTarget(target) : cluster.alertTarget(target);
    }

    private void followAlerts() {
        if (cluster != null) {
            cluster.follow(Instant.now());
        }
        alerts.followMaintenance();
    }

    /** How often witnesses were lost or found, so that it is odd while too few respond. */
    private long doubts() {
        return 2 * monitor.stats().blindnesses() - (monitor.blindness() == null ? 0 : 1);
    }

    /**
     * Reads a configuration, and watches its targets from now on.
     *
     * @param file the configuration
     * @param variables what it may refer to as {@code ${NAME}}
     * @param checkers makes the checker for a number of checks in flight; the watcher closes it
     * @return a new watcher; close it
     * @throws ConfigException if the configuration has errors
     * @throws IOException if the address for HTTP cannot be had
     * @throws io.halfshake.EngineUnavailableException if no engine works here
     */
    public static Watcher start(Path file, Map<String, String> variables, IntFunction<? extends Checker> checkers)
            throws ConfigException, IOException {
        return start(file, variables, checkers, ServiceManager.none());
    }

    /**
     * As {@link #start(Path, Map, IntFunction)}, with the same exceptions, in a service.
     *
     * @param manager is notified of the start, of reloads, of the state of the targets, and of the end
     * @return a new watcher; close it
     */
    public static Watcher start(
            Path file, Map<String, String> variables, IntFunction<? extends Checker> checkers, ServiceManager manager)
            throws ConfigException, IOException {
        return start(file, variables, checkers, manager, Resolver.system(), POLL);
    }

    /** Looks that often whether files have changed. */
    static Watcher start(
            Path file,
            Map<String, String> variables,
            IntFunction<? extends Checker> checkers,
            ServiceManager manager,
            Resolver resolver,
            Duration poll)
            throws ConfigException, IOException {
        ConfigReader reader = new ConfigReader(variables::get);
        ConfigFiles files = new ConfigFiles(List.of(file));
        LoadedConfig loaded = reader.read(file);
        files.finishReading(loaded.files());
        ConfigReloader.warn(loaded.warnings());
        // Twice as many as now, since a reload may add targets.
        int wanted = 2 * Math.min(MAX_IN_FLIGHT / 2, loaded.config().targets().size());
        Checker checker = checkers.apply(Math.max(MIN_IN_FLIGHT, wanted));
        Watcher watcher = null;
        try {
            watcher = new Watcher(file, reader, loaded, files, checker, resolver, manager);
            watcher.serve(poll);
            return watcher;
        } catch (Throwable e) {
            try (resolver;
                    checker) {
                if (watcher != null) {
                    watcher.close();
                }
            } catch (RuntimeException | Error more) {
                e.addSuppressed(more);
            }
            throw e;
        }
    }

    private void serve(Duration poll) throws IOException {
        StatusPages shown = new StatusPages(
                monitor,
                cluster == null ? null : cluster.view(),
                checker,
                names,
                reloads,
                history,
                InstantSource.system());
        status = shown;
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new MonitorMetrics(monitor, checker, names::labels, MonitorMetrics.DEFAULT_DETAIL_LIMIT));
        registry.register(reloads);
        registry.register(alerts.metrics());
        registry.register(new MaintenanceMetrics(maintenance, names, target -> monitor.status(target) != null));
        if (history != null) {
            registry.register(history.metrics());
        }
        if (cluster != null) {
            registry.register(new ClusterMetrics(cluster.view()));
        }
        Map<String, Handler> pages = new TreeMap<>(shown.pages());
        pages.putAll(PageFiles.pages(INDEX));
        pages.put("/metrics", new MetricsPage(registry));
        pages.put("/probe", probe);
        pages.put("/-/healthy", HealthPages.healthy());
        pages.put("/-/ready", HealthPages.ready(this::obstacle));
        pages.put("/-/reload", new ReloadPage(this::reload, reloader.executor()));
        ServerConfig config = reloader.config();
        // Before it is served: to ask for one that is not watched yet is no mistake.
        targets.name(config.targets());
        // A reload that is asked for meanwhile finds all targets.
        reloader.lock().lock();
        try {
            // Before the first check: a second watcher started by mistake sends nothing.
            WebServer server =
                    WebServer.start(config.web().address(), pages, config.web().security());
            web = server;
            int count = config.targets().size();
            LOG.log(
                    Level.INFO,
                    "watching " + count + (count == 1 ? " target" : " targets") + " with "
                            + checker.engine().name() + ", serving "
                            + url(server.address(), config.web().security().isEncrypted()));
            Map<String, TargetCheckpoint> checkpoints =
                    history == null ? Map.of() : history.start(MAX_STORE_WAIT, longestAttempt(config.store()));
            alerts.configure(config.sinks());
            targets.start(config.targets(), checkpoints);
            maintenanceTimer.start();
            watching = true;
            service.started();
        } finally {
            reloader.lock().unlock();
        }
        reloader.start(poll);
    }

    private static Duration longestAttempt(@Nullable StoreConfig store) {
        return store != null && store.location() instanceof StoreConfig.Location.File ? MAX_FILE_WAIT : MAX_STORE_WAIT;
    }

    private @Nullable String obstacle() {
        if (closing) {
            return "stopping";
        }
        if (!watching) {
            return "starting";
        }
        return cluster == null ? null : ClusterReadiness.obstacle(cluster.view().status());
    }

    private static String url(InetSocketAddress address, boolean encrypted) {
        String host = address.getAddress().getHostAddress();
        return (encrypted ? "https" : "http") + "://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":"
                + address.getPort() + "/";
    }

    /**
     * Reads the configuration again.
     *
     * @return what came of it; with an error if the watcher is being closed
     */
    public Reload reload() {
        return reloader.reload();
    }

    private final class Reloads implements ConfigReloader.User {
        @Override
        public void reloading() {
            service.reloading();
        }

        @Override
        public void use(ServerConfig config, ConfigChange change) {
            alerts.configure(config.sinks());
            maintenance.configure(config.maintenance(), () -> targets.apply(change));
            probe.configure(config.probe());
            if (web != null) {
                web.configure(config.web().security());
            }
        }

        @Override
        public void reloaded() {
            service.reloaded();
        }
    }

    /**
     * Where HTTP is served.
     *
     * @return with the port that was found, if the configuration has port 0
     */
    public InetSocketAddress address() {
        return web == null ? reloader.config().web().address() : web.address();
    }

    /**
     * How many targets are watched.
     *
     * @return as of now
     */
    public int targets() {
        return monitor.stats().targets();
    }

    /** Stops: finishes the responses under way, for five seconds at most, then ends the checks. */
    @Override
    public void close() {
        closing = true;
        // From right to left, each also after one that throws.
        try (resolver;
                checker;
                alerts;
                history;
                maintenanceTimer;
                targets) {
            try {
                // First, so that no reload uses what is closed.
                reloader.close();
                service.close();
            } finally {
                stopServing();
            }
        }
    }

    /** Streams of events first: the server waits for responses that are under way. */
    private void stopServing() {
        try {
            if (status != null) {
                status.close();
            }
        } finally {
            if (web != null) {
                boolean unused = web.stop(MAX_STOP);
            }
        }
    }
}
