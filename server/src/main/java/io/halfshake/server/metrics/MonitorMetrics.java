package io.halfshake.server.metrics;

import io.halfshake.Checker;
import io.halfshake.monitor.MonitorStats;
import io.halfshake.monitor.MonitorView;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Objects;
import java.util.function.Function;

/**
 * Metrics of a {@linkplain MonitorView monitor}, of each of its targets, and of the {@link Checker} that it asks.
 *
 * <p>Nothing is kept between two scrapes: each reads the counters and visits the targets once. A target has
 * {@code halfshake_target_known} until it is removed, {@code halfshake_target_up} while its state is known, and the
 * others from its first known state on. Where there are more targets than the limit of details, each has these two
 * only.
 */
public final class MonitorMetrics implements MultiCollector {
    /** Up to how many targets each has all its metrics, unless another limit is given. */
    public static final int DEFAULT_DETAIL_LIMIT = 10_000;

    private final MonitorView monitor;
    private final Checker checker;
    private final Function<? super String, TargetLabels> labelsOf;
    private final int detailLimit;

    /**
     * Metrics to be registered.
     *
     * @param monitor may be closed; then the metrics are its last
     * @param checker the one that the monitor asks
     * @param labelsOf gets the target as it was added to the monitor; called for each with each scrape, so it must not
     *     wait
     * @param detailLimit zero or more
     * @throws IllegalArgumentException if the limit is negative
     */
    public MonitorMetrics(
            MonitorView monitor, Checker checker, Function<? super String, TargetLabels> labelsOf, int detailLimit) {
        if (detailLimit < 0) {
            throw new IllegalArgumentException("detailLimit: " + detailLimit + " (expected >= 0)");
        }
        this.monitor = Objects.requireNonNull(monitor, "monitor");
        this.checker = Objects.requireNonNull(checker, "checker");
        this.labelsOf = Objects.requireNonNull(labelsOf, "labelsOf");
        this.detailLimit = detailLimit;
    }

    @Override
    public MetricSnapshots collect() {
        MonitorStats stats = monitor.stats();
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        FleetMetrics.addTo(all, monitor, stats);
        CheckerMetrics.addTo(all, checker);
        TargetMetrics.addTo(all, monitor, labelsOf, stats.targets() <= detailLimit);
        return all.build();
    }
}
