package io.halfshake.server.store;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.function.Supplier;

/** Whether the history is written, and what was lost. */
final class StoreMetrics implements MultiCollector {
    private static final double MILLIS_PER_SECOND = 1e3;

    private final Supplier<StoreHealth> healths;

    StoreMetrics(Supplier<StoreHealth> healths) {
        this.healths = healths;
    }

    @Override
    public MetricSnapshots collect() {
        StoreHealth health = healths.get();
        Instant written = health.lastWritten();
        return MetricSnapshots.of(
                gauge(
                        "halfshake_store_writing",
                        "Whether the history is written",
                        health.state() == StoreHealth.State.WRITING ? 1 : 0),
                gauge(
                        "halfshake_store_last_write_timestamp_seconds",
                        "When the history was last written; 0 if never",
                        written == null ? 0 : written.toEpochMilli() / MILLIS_PER_SECOND),
                gauge("halfshake_store_waiting", "Entries that wait to be written", health.waiting()),
                CounterSnapshot.builder()
                        .name("halfshake_store_failures")
                        .help("Attempts to connect or to write that failed")
                        .dataPoint(point(Labels.EMPTY, health.failures()))
                        .build(),
                CounterSnapshot.builder()
                        .name("halfshake_store_lost")
                        .help(
                                "Entries that were never written: too many waited, they were refused, or there was no memory for them")
                        .dataPoint(point(Labels.of("kind", "event"), health.lostEvents()))
                        .dataPoint(point(Labels.of("kind", "minute"), health.lostMinutes()))
                        .build());
    }

    private static CounterDataPointSnapshot point(Labels labels, long value) {
        return CounterDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value)
                .build();
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }
}
