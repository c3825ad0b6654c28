package io.halfshake.server.service;

import io.halfshake.CheckResult;
import io.halfshake.monitor.MonitorStats;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notifies a service manager at intervals: its watchdog, while the schedule of checks goes on and the engine works, and
 * of what the service does. Has a thread of its own while it runs, since any other may be the one that hangs.
 */
public final class Heartbeat implements AutoCloseable {
    static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final System.Logger LOG = System.getLogger("io.halfshake");
    private static final long MAX_TICK_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** sd_watchdog_enabled(3) recommends two in the watchdog's time. Of four, one may be late. */
    private static final int BEATS = 4;

    private final ServiceManager manager;
    private final ScheduleLiveness schedule;
    private final EngineLiveness engine;
    private final Supplier<String> status;
    private final LongSupplier nanoTime;
    private final long intervalNanos;
    private long lastAlive;
    private long lastStatus;
    private boolean isReported;
    private volatile @Nullable ScheduledExecutorService ticker;

    /**
     * Begins with {@link #start}.
     *
     * @param manager is notified
     * @param stats the monitor's, read each second, or more often for a watchdog of less than four seconds
     * @param ownChecks starts a check of an address of this process, by the engine that checks the targets; called
     *     about four times in the watchdog's time, and not at all without a watchdog
     * @param status what the service does, in one line; read every ten seconds
     */
    public Heartbeat(
            ServiceManager manager,
            Supplier<MonitorStats> stats,
            Supplier<? extends CompletableFuture<CheckResult>> ownChecks,
            Supplier<String> status) {
        this(manager, stats, ownChecks, status, System::nanoTime);
    }

    Heartbeat(
            ServiceManager manager,
            Supplier<MonitorStats> stats,
            Supplier<? extends CompletableFuture<CheckResult>> ownChecks,
            Supplier<String> status,
            LongSupplier nanoTime) {
        this.manager = manager;
        this.schedule = new ScheduleLiveness(stats, nanoTime);
        this.engine = new EngineLiveness(ownChecks);
        this.status = status;
        this.nanoTime = nanoTime;
        this.intervalNanos = manager.watchdogNanos() / BEATS;
        this.lastAlive = nanoTime.getAsLong();
        this.lastStatus = lastAlive;
    }

    /** Once, after the service manager was notified that the service is ready. Does nothing where there is none. */
    public void start() {
        if (manager.isPresent()) {
            ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "halfshake-service");
                thread.setDaemon(true);
                return thread;
            });
            ticker = executor;
            long nanos = intervalNanos == 0 ? MAX_TICK_NANOS : Math.min(MAX_TICK_NANOS, intervalNanos);
            var unused = executor.scheduleWithFixedDelay(this::tick, nanos, nanos, TimeUnit.NANOSECONDS);
        }
    }

    boolean isRunning() {
        return ticker != null;
    }

    /** What it throws would end the ticks, and with them the service. */
    private void tick() {
        try {
            beat();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "service manager not notified", e);
        }
    }

    void beat() {
        manager.retry();
        long now = nanoTime.getAsLong();
        if (now - lastStatus >= STATUS_NANOS) {
            lastStatus = now;
            manager.status(status.get());
        }
        if (intervalNanos > 0) {
            notifyWatchdog(now);
        }
    }

    private void notifyWatchdog(long now) {
        // Each time, since it compares with the last.
        String stall = schedule.obstacle();
        if (now - lastAlive < intervalNanos) {
            return;
        }
        String obstacle = stall == null ? engine.obstacle() : stall;
        if (obstacle == null) {
            lastAlive = now;
            manager.alive();
            if (isReported) {
                isReported = false;
                LOG.log(Level.INFO, "the watcher works again");
            }
        } else if (!isReported && now - lastAlive >= 2 * intervalNanos) {
            isReported = true;
            LOG.log(Level.ERROR, "the watcher does not work, and so the watchdog is not notified: " + obstacle);
        }
    }

    /** Ends the thread. A message that it sends at this moment may still be sent. */
    @Override
    public void close() {
        ScheduledExecutorService executor = ticker;
        if (executor != null) {
            executor.shutdown();
        }
    }
}
