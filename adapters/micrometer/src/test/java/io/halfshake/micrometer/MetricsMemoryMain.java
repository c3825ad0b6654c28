package io.halfshake.micrometer;

import io.halfshake.monitor.Monitor;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Run in a JVM of its own: monitors many targets with metrics, and prints what the metrics weigh, as {@code name value}
 * lines. The monitor is closed when that is measured, so that no result is on its way.
 */
final class MetricsMemoryMain {
    private static final long MAX_WAIT_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final int MAX_COLLECTIONS = 50;
    private static final int COLLECTIONS_IN_VAIN = 3;

    private final Monitor monitor =
            Monitor.builder(new StubChecker()).interval(Duration.ofSeconds(4)).build();

    private @Nullable HalfshakeMonitorMetrics metrics;
    private @Nullable PrometheusMeterRegistry registry;

    private MetricsMemoryMain() {}

    /**
     * How many targets, how many of them may have meters of their own, negative for none, and whether to remove them.
     */
    public static void main(String[] arguments) {
        MetricsMemoryMain memory = new MetricsMemoryMain();
        memory.run(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]), Boolean.parseBoolean(arguments[2]));
        memory.weigh();
    }

    private void run(int targets, int limit, boolean isRemoval) {
        PrometheusMeterRegistry bound = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        HalfshakeMonitorMetrics binder = limit < 0
                ? new HalfshakeMonitorMetrics(monitor)
                : new HalfshakeMonitorMetrics(
                        monitor, Tags.empty(), TargetMetrics.enabled().withLimit(limit));
        binder.bindTo(bound);
        registry = bound;
        metrics = binder;
        for (int i = 0; i < targets; i++) {
            monitor.add(target(i));
        }
        await(() -> monitor.stats().up() >= targets);
        monitor.close();
        await(() -> bound.get("halfshake.check.round.trip").timer().count()
                        + monitor.stats().droppedResults()
                == monitor.stats().roundTrips());
        if (isRemoval) {
            for (int i = 0; i < targets; i++) {
                monitor.remove(target(i));
            }
            await(() -> Meters.count(bound, "halfshake.target.up") == 0);
        }
        System.out.println("scraped " + bound.scrape().lines().count());
        System.out.println("meters " + bound.getMeters().size());
        System.out.println("up " + monitor.stats().up());
    }

    /** What is not in use any more once the metrics are closed and forgotten. */
    private void weigh() {
        long with = used();
        if (metrics != null) {
            metrics.close();
        }
        if (registry != null) {
            System.out.println("metersAfterClose " + registry.getMeters().size());
        }
        metrics = null;
        registry = null;
        System.out.println("bytes " + (with - used()));
        System.out.println("targets " + monitor.targets().size());
    }

    private static String target(int number) {
        return "10." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255) + ":5432";
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + MAX_WAIT_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it never came true");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    /** Collects until that frees nothing more: references are cleared by one collection, what they held by the next. */
    private static long used() {
        long least = Long.MAX_VALUE;
        int inVain = 0;
        for (int i = 0; i < MAX_COLLECTIONS && inVain < COLLECTIONS_IN_VAIN; i++) {
            System.gc();
            long used =
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            inVain = used < least ? 0 : inVain + 1;
            least = Math.min(least, used);
        }
        return least;
    }
}
