package io.halfshake.server;

import io.halfshake.internal.FailSafe;
import io.halfshake.server.config.ConfigChange;
import io.halfshake.server.config.ConfigException;
import io.halfshake.server.config.ConfigReader;
import io.halfshake.server.config.LoadedConfig;
import io.halfshake.server.config.ServerConfig;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reads the configuration again, on request and where its files have changed. For many threads. */
final class ConfigReloader implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.halfshake");

    private final Path file;
    private final ConfigReader reader;
    private final ReloadMetrics metrics;
    private final User user;
    private final ReentrantLock lock = new ReentrantLock();
    private final ConfigFiles files;
    private volatile ServerConfig config;
    private volatile boolean closed;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "halfshake-config");
        thread.setDaemon(true);
        return thread;
    });

    /** Gets another configuration. Called by one thread at a time. */
    interface User {
        void reloading();

        void use(ServerConfig config, ConfigChange change);

        /** Whether there was another configuration or not. */
        void reloaded();
    }

    /**
     * Makes one that looks at no files before {@link #start}.
     *
     * @param loaded the configuration of the start
     * @param files those of {@code loaded} are known
     */
    ConfigReloader(
            Path file, ConfigReader reader, LoadedConfig loaded, ConfigFiles files, ReloadMetrics metrics, User user) {
        this.file = file;
        this.reader = reader;
        this.config = loaded.config();
        this.files = files;
        this.metrics = metrics;
        this.user = user;
    }

    /** The one in use. */
    ServerConfig config() {
        return config;
    }

    /** For reloads that must not run on the caller's thread, since they read files. */
    Executor executor() {
        return executor;
    }

    /** No reload runs while another thread holds it. */
    ReentrantLock lock() {
        return lock;
    }

    /** Looks from now on, that often, whether files have changed. */
    void start(Duration poll) {
        var unused = executor.scheduleWithFixedDelay(
                this::reloadChanged, poll.toMillis(), poll.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** {@link Reload#STOPPING} once this is closed. */
    Reload reload() {
        lock.lock();
        try {
            return closed ? stopping(null) : reloadNow();
        } finally {
            lock.unlock();
        }
    }

    private static Reload stopping(@Nullable Throwable thrown) {
        FailSafe.log(Level.INFO, "configuration not reloaded: the watcher is stopping", thrown);
        return Reload.STOPPING;
    }

    private Reload reloadNow() {
        try {
            user.reloading();
            files.beginReading();
            LoadedConfig loaded = reader.read(file);
            files.finishReading(loaded.files());
            ConfigChange change = ConfigChange.between(config, loaded.config());
            List<String> fixed = fixed(change);
            if (!fixed.isEmpty()) {
                return refused(fixed);
            }
            warn(loaded.warnings());
            user.use(loaded.config(), change);
            config = loaded.config();
            metrics.succeeded();
            Reload done = new Reload(List.of(), describe(change));
            LOG.log(Level.INFO, "configuration reloaded: {0}", done.changes());
            return done;
        } catch (ConfigException e) {
            // Also those that only this configuration names: one of them may be what is wrong.
            files.finishReading(e.files());
            return refused(e.errors());
        } catch (RuntimeException | Error e) {
            if (closed && e instanceof RuntimeException) {
                // What uses the configuration has been closed meanwhile.
                return stopping(e);
            }
            metrics.failed();
            throw e;
        } finally {
            user.reloaded();
        }
    }

    private List<String> fixed(ConfigChange change) {
        List<String> errors = new ArrayList<>();
        if (change.web()) {
            errors.add(file + ": web: changed in address, port or use of TLS (expected as at the start; a new start"
                    + " changes them)");
        }
        if (change.store()) {
            errors.add(file + ": store: changed (expected as it was at the start; a new start changes it)");
        }
        if (change.cluster()) {
            errors.add(file + ": cluster: changed (expected as it was at the start; a new start changes it)");
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
        metrics.failed();
        errors.forEach(error -> LOG.log(Level.WARNING, "configuration not reloaded: " + error));
        return new Reload(errors, "");
    }

    static void warn(List<String> warnings) {
        warnings.forEach(warning -> LOG.log(Level.WARNING, warning));
    }

    private static String describe(ConfigChange change) {
        return change.isEmpty()
                ? "nothing has changed"
                : "targets: " + change.added().size() + " added, "
                        + change.removed().size() + " removed, "
                        + change.changed().size() + " changed" + (change.webSecurity() ? "; web changed" : "")
                        + (change.probe() ? "; probe changed" : "")
                        + (change.sinks() ? "; sinks changed" : "")
                        + (change.maintenance() ? "; maintenance changed" : "")
                        + (change.storeLogin() ? login("store") : "")
                        + (change.clusterLogin() ? login("cluster") : "");
    }

    private static String login(String section) {
        return "; user or password of " + section + " changed, used from the next start";
    }

    /** On this reloader's thread. What it throws would end the looking for changes. */
    private void reloadChanged() {
        try {
            if (haveFilesChanged()) {
                Reload unused = reload();
            }
        } catch (RuntimeException | Error e) {
            FailSafe.log(Level.WARNING, "configuration not reloaded", e);
        }
    }

    private boolean haveFilesChanged() {
        lock.lock();
        try {
            return files.haveChanged();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the looking for changes; no reload begins any more. */
    @Override
    public void close() {
        closed = true;
        executor.shutdown();
    }
}
