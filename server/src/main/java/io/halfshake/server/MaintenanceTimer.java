package io.halfshake.server;

import io.halfshake.internal.FailSafe;
import io.halfshake.server.api.ListedTarget;
import io.halfshake.server.maintenance.OpenWindow;
import io.halfshake.server.maintenance.OpenWindows;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Follows maintenance windows as they begin and end: has held alerts sent, marks targets as changed, and logs. It looks
 * once a second, since the time of day may be set back and forth.
 */
final class MaintenanceTimer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.halfshake");

    private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<OpenWindows> windows;
    private final TargetNames names;
    private final Runnable alerts;
    /** No executor: one that has no memory to wait has no thread afterwards. */
    private final Thread timer = new Thread(this::run, "halfshake-maintenance");

    private volatile boolean closed;
    private OpenWindows before = OpenWindows.none();

    /** The last argument makes alerts follow the windows; it is called with each turn. */
    MaintenanceTimer(Supplier<OpenWindows> windows, TargetNames names, Runnable alerts) {
        this.windows = windows;
        this.names = names;
        this.alerts = alerts;
    }

    void start() {
        timer.setDaemon(true);
        timer.start();
    }

    private void run() {
        while (!closed) {
            loggedTurn();
            LockSupport.parkNanos(TURN_NANOS);
        }
    }

    /** What it throws would end the timer. */
    private void loggedTurn() {
        try {
            turn();
        } catch (RuntimeException | Error e) {
            FailSafe.log(Level.WARNING, "maintenance windows not followed", e);
        }
    }

    /** What the timer does once a second. For one thread at a time. */
    void turn() {
        // Alerts first, and also where nothing has changed here: a target may have another name.
        alerts.run();
        OpenWindows now = windows.get();
        OpenWindows then = before;
        if (now.equals(then)) {
            return;
        }
        for (ListedTarget each : names.after(-1)) {
            if (!then.of(each.facts()).equals(now.of(each.facts()))) {
                names.changed(each.target());
            }
        }
        // If marking them failed, the next turn marks all of them again.
        before = now;
        log(then, now);
    }

    private static void log(OpenWindows then, OpenWindows now) {
        for (OpenWindow each : then.windows()) {
            if (!now.contains(each.window())) {
                LOG.log(Level.INFO, "maintenance " + each.window().name() + ": over");
            }
        }
        for (OpenWindow each : now.windows()) {
            if (!then.contains(each.window())) {
                LOG.log(Level.INFO, "maintenance " + each.window().name() + ": until " + each.until());
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(timer);
    }
}
