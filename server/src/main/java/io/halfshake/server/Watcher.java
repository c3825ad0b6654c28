package io.halfshake.server;

import io.halfshake.Checker;
import io.halfshake.Resolver;
import io.halfshake.Target;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.server.alerts.Alerts;
import io.halfshake.server.config.ConfigChange;
import io.halfshake.server.config.ConfigException;
import io.halfshake.server.config.ConfigReader;
import io.halfshake.server.config.LoadedConfig;
import io.halfshake.server.config.ServerConfig;
import io.halfshake.server.config.WitnessConfig;
import io.halfshake.server.metrics.MetricsPage;
import io.halfshake.server.metrics.MonitorMetrics;
import io.halfshake.server.page.PageFiles;
import io.halfshake.server.service.ServiceManager;
import io.halfshake.server.web.Handler;
import io.halfshake.server.web.HealthPages;
import io.halfshake.server.web.WebServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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
 * was there before keeps its state and history, unless it is to be monitored in another way. The address for HTTP, the
 * witnesses and how they are checked cannot change without a new start: a configuration that changes them is an error.
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
    private static final long POLL_SECONDS = 2;
    private static final String INDEX = """
            Halfshake watches the targets of a file.

            /metrics                  metrics of the targets, for Prometheus
            /probe?target=HOST:PORT   metrics of one check that is made on request
            /api/v1/status            all targets together, as JSON
            /api/v1/targets           the targets, as JSON
            /api/v1/openapi.yaml      what the JSON means
            /events                   what changes, as server-sent events
            /badge/HOST:PORT.svg      the state of a target as a picture
            /-/healthy                whether this process serves requests
            /-/ready                  200 while the targets are watched, else 503
            /-/reload                 POST: read the configuration again""";

    private static final Duration MAX_STOP = Duration.ofSeconds(5);

    private final Path file;
    private final ConfigReader reader;
    private final Checker checker;
    private final Resolver resolver;
    private final TargetNames names = new TargetNames();
    private final Alerts alerts = new Alerts(names::alertTarget);
    private final Monitor monitor;
    private final WatchedTargets targets;
    private final WatcherService service;
    private final ProbeHandler probe;
    private final ReloadMetrics reloads = new ReloadMetrics(InstantSource.system());
    private final ScheduledExecutorService reloader = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "halfshake-config");
        thread.setDaemon(true);
        return thread;
    });
    private final ReentrantLock reloading = new ReentrantLock();
    private final ConfigFiles files;
    private ServerConfig config;
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
        this.file = file;
        this.reader = reader;
        this.config = loaded.config();
        this.checker = checker;
        this.resolver = resolver;
        this.files = files;
        this.probe = new ProbeHandler(checker, resolver, this::doubts, config.probe());
        // Last, since it has threads.
        this.monitor = monitor(config);
        this.targets = new WatchedTargets(monitor, names);
        this.service = new WatcherService(manager, monitor, checker, this::address, reloads::wasSuccessful);
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
        return start(file, variables, checkers, manager, Resolver.system());
    }

    static Watcher start(
            Path file,
            Map<String, String> variables,
            IntFunction<? extends Checker> checkers,
            ServiceManager manager,
            Resolver resolver)
            throws ConfigException, IOException {
        ConfigReader reader = new ConfigReader(variables::get);
        ConfigFiles files = new ConfigFiles(List.of(file));
        LoadedConfig loaded = reader.read(file);
        files.finishReading(loaded.files());
        warn(loaded.warnings());
        // Twice as many as now, since a reload may add targets.
        int wanted = 2 * Math.min(MAX_IN_FLIGHT / 2, loaded.config().targets().size());
        Checker checker = checkers.apply(Math.max(MIN_IN_FLIGHT, wanted));
        Watcher watcher = null;
        try {
            watcher = new Watcher(file, reader, loaded, files, checker, resolver, manager);
            watcher.serve();
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

    private Monitor monitor(ServerConfig config) {
        MonitorBuilder builder = Monitor.builder(checker)
                .settings(config.defaults())
                .listener(MonitorListener.logging(names::name))
                .listener(alerts);
        WitnessConfig witnesses = config.witnesses();
        if (!witnesses.targets().isEmpty()) {
            builder.witnesses(witnesses.targets().stream().map(Target::toString).toList(), witnesses.quorum());
        }
        return builder.build();
    }

    private void serve() throws IOException {
        StatusPages shown = new StatusPages(monitor, checker, names, reloads, InstantSource.system());
        status = shown;
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new MonitorMetrics(monitor, checker, names::labels, MonitorMetrics.DEFAULT_DETAIL_LIMIT));
        registry.register(reloads);
        registry.register(alerts.metrics());
        Map<String, Handler> pages = new TreeMap<>(shown.pages());
        pages.putAll(PageFiles.pages(INDEX));
        pages.put("/metrics", new MetricsPage(registry));
        pages.put("/probe", probe);
        pages.put("/-/healthy", HealthPages.healthy());
        pages.put("/-/ready", HealthPages.ready(this::obstacle));
        pages.put("/-/reload", new ReloadPage(this::reload, reloader));
        // A reload that is asked for meanwhile finds all targets.
        reloading.lock();
        try {
            // Before the first check: a second watcher started by mistake sends nothing.
            WebServer server = WebServer.start(config.web().address(), pages);
            web = server;
            int count = config.targets().size();
            LOG.log(
                    Level.INFO,
                    "watching " + count + (count == 1 ? " target" : " targets") + " with "
                            + checker.engine().name() + ", serving " + url(server.address()));
            ServerConfig empty = new ServerConfig(
                    config.web(), config.witnesses(), config.probe(), config.defaults(), List.of(), List.of());
            alerts.configure(config.sinks());
            targets.apply(ConfigChange.between(empty, config));
            watching = true;
            service.started();
        } finally {
            reloading.unlock();
        }
        var unused = reloader.scheduleWithFixedDelay(this::reloadChanged, POLL_SECONDS, POLL_SECONDS, TimeUnit.SECONDS);
    }

    private @Nullable String obstacle() {
        if (closing) {
            return "stopping";
        }
        return watching ? null : "starting";
    }

    private static String url(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort() + "/";
    }

    /**
     * Reads the configuration again.
     *
     * @return what came of it
     */
    public Reload reload() {
        reloading.lock();
        try {
            service.reloading();
            files.beginReading();
            LoadedConfig loaded = reader.read(file);
            files.finishReading(loaded.files());
            ConfigChange change = ConfigChange.between(config, loaded.config());
            List<String> fixed = fixed(change);
            if (!fixed.isEmpty()) {
                return refused(fixed);
            }
            warn(loaded.warnings());
            alerts.configure(loaded.config().sinks());
            targets.apply(change);
            probe.configure(loaded.config().probe());
            config = loaded.config();
            reloads.succeeded();
            Reload done = new Reload(List.of(), describe(change));
            LOG.log(Level.INFO, "configuration reloaded: {0}", done.changes());
            return done;
        } catch (ConfigException e) {
            // Also those that only this configuration names: one of them may be what is wrong.
            files.finishReading(e.files());
            return refused(e.errors());
        } catch (RuntimeException | Error e) {
            reloads.failed();
            throw e;
        } finally {
            try {
                service.reloaded();
            } finally {
                reloading.unlock();
            }
        }
    }

    private List<String> fixed(ConfigChange change) {
        List<String> errors = new ArrayList<>();
        if (change.web()) {
            errors.add(file + ": web: changed (expected as it was at the start; a new start changes it)");
        }
        if (change.witnesses()) {
            errors.add(file + ": witnesses: changed (expected as they were at the start; a new start changes them)");
        }
        if (change.witnessSettings()) {
            errors.add(
                    file + ": defaults: interval, timeout, jitter or fast-interval changed (expected as at the start,"
                            + " since witnesses are checked by them; a new start changes them)");
        }
        return errors;
    }

    private Reload refused(List<String> errors) {
        reloads.failed();
        errors.forEach(error -> LOG.log(Level.WARNING, "configuration not reloaded: " + error));
        return new Reload(errors, "");
    }

    private static void warn(List<String> warnings) {
        warnings.forEach(warning -> LOG.log(Level.WARNING, warning));
    }

    private static String describe(ConfigChange change) {
        return change.isEmpty()
                ? "nothing has changed"
                : "targets: " + change.added().size() + " added, "
                        + change.removed().size() + " removed, "
                        + change.changed().size() + " changed" + (change.probe() ? "; probe changed" : "")
                        + (change.sinks() ? "; sinks changed" : "");
    }

    /** On the reloader's thread. What it throws would end the looking for changes. */
    private void reloadChanged() {
        try {
            if (haveFilesChanged()) {
                Reload unused = reload();
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "configuration not reloaded", e);
        }
    }

    private boolean haveFilesChanged() {
        reloading.lock();
        try {
            return files.haveChanged();
        } finally {
            reloading.unlock();
        }
    }

    /**
     * Where HTTP is served.
     *
     * @return with the port that was found, if the configuration has port 0
     */
    public InetSocketAddress address() {
        return web == null ? config.web().address() : web.address();
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
                monitor) {
            try {
                service.close();
            } finally {
                reloader.shutdown();
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
