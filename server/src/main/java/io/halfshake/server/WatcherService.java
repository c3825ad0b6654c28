package io.halfshake.server;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.monitor.MonitorStats;
import io.halfshake.monitor.MonitorView;
import io.halfshake.server.service.Heartbeat;
import io.halfshake.server.service.ServiceManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Notifies a service manager of what a watcher does. */
final class WatcherService implements AutoCloseable {
    /** Of a check of this process: long, since only an engine that hangs is to use it up. */
    private static final Duration OWN_TIMEOUT = Duration.ofSeconds(5);

    private final ServiceManager manager;
    private final MonitorView monitor;
    private final Checker checker;
    private final Supplier<InetSocketAddress> address;
    private final BooleanSupplier wasReloaded;
    private final Heartbeat heartbeat;

    /**
     * Sends nothing yet.
     *
     * @param checker the monitor's
     * @param address where this process serves HTTP; read once it is {@link #started}
     * @param wasReloaded whether the configuration in use is the last one that was read
     */
    WatcherService(
            ServiceManager manager,
            MonitorView monitor,
            Checker checker,
            Supplier<InetSocketAddress> address,
            BooleanSupplier wasReloaded) {
        this.manager = manager;
        this.monitor = monitor;
        this.checker = checker;
        this.address = address;
        this.wasReloaded = wasReloaded;
        this.heartbeat = new Heartbeat(manager, monitor::stats, this::checkOwnAddress, this::status);
    }

    private CompletableFuture<CheckResult> checkOwnAddress() {
        InetSocketAddress served = address.get();
        InetSocketAddress own = served.getAddress().isAnyLocalAddress()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), served.getPort())
                : served;
        return checker.checkAsync(own, OWN_TIMEOUT);
    }

    /** The targets are watched. */
    void started() {
        manager.ready(status());
        heartbeat.start();
    }

    void reloading() {
        manager.reloading();
    }

    /** Whether it succeeded or not. */
    void reloaded() {
        manager.ready(status());
    }

    private String status() {
        MonitorStats stats = monitor.stats();
        return "watching " + stats.targets() + (stats.targets() == 1 ? " target: " : " targets: ")
                + stats.up() + " up, " + stats.down() + " down, " + stats.unknown() + " unknown"
                + (monitor.blindness() == null ? "" : "; own network in doubt")
                + (wasReloaded.getAsBoolean() ? "" : "; configuration not reloaded, see the log");
    }

    /** The watcher stops. */
    @Override
    public void close() {
        heartbeat.close();
        manager.stopping();
    }
}
