package io.halfshake.server.service;

import io.halfshake.monitor.MonitorStats;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the schedule of a monitor goes on, by its counters: they tell of a thread that hangs or has ended, also while
 * there is nothing to check. For one thread at a time.
 */
final class ScheduleLiveness {
    private final Supplier<MonitorStats> stats;
    private final LongSupplier nanoTime;
    private long lastRead;
    private long lastStalls;
    private long lastStalledNanos;

    /**
     * Begins with the present counters.
     *
     * @param stats the monitor's
     * @param nanoTime a clock
     */
    ScheduleLiveness(Supplier<MonitorStats> stats, LongSupplier nanoTime) {
        this.stats = stats;
        this.nanoTime = nanoTime;
        remember(stats.get());
    }

    private void remember(MonitorStats now) {
        lastRead = nanoTime.getAsLong();
        lastStalls = now.stalls();
        lastStalledNanos = now.stalled().toNanos();
    }

    /**
     * Why the schedule does not go on: one stall has lasted for all of the time since the last call. On a busy machine
     * a schedule may be late in each turn, and be stalled all the time by its counter, but each time anew.
     *
     * @return null if it goes on, as far as can be seen
     */
    @Nullable
    String obstacle() {
        long time = nanoTime.getAsLong();
        MonitorStats now = stats.get();
        long stalledNanos = now.stalled().toNanos() - lastStalledNanos;
        boolean isStalled = now.stalls() == lastStalls && stalledNanos > 0 && stalledNanos >= time - lastRead;
        remember(now);
        return isStalled ? "the schedule of checks is stalled" : null;
    }
}
