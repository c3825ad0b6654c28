package io.halfshake.server.alerts;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Counters of each sink; nothing where there are no sinks. */
final class AlertMetrics implements MultiCollector {
    private final Supplier<Map<String, SinkStats>> stats;

    AlertMetrics(Supplier<Map<String, SinkStats>> stats) {
        this.stats = stats;
    }

    @Override
    public MetricSnapshots collect() {
        Map<String, SinkStats> sinks = stats.get();
        if (sinks.isEmpty()) {
            return MetricSnapshots.of();
        }
        return MetricSnapshots.of(
                counter("halfshake_alerts_sent", "Messages that a sink accepted", sinks, SinkStats::sent),
                counter("halfshake_alerts_failed", "Attempts to send a message that failed", sinks, SinkStats::failed),
                counter("halfshake_alerts_dropped", "Alerts that were never sent", sinks, SinkStats::dropped),
                queued(sinks));
    }

    private static MetricSnapshot counter(
            String name, String help, Map<String, SinkStats> sinks, ToLongFunction<SinkStats> value) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        sinks.forEach((sink, each) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .labels(Labels.of("sink", sink))
                .value((double) value.applyAsLong(each))
                .build()));
        return counter.build();
    }

    private static MetricSnapshot queued(Map<String, SinkStats> sinks) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name("halfshake_alerts_queued").help("Alerts that wait to be sent");
        sinks.forEach((sink, each) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(Labels.of("sink", sink))
                .value(each.queued())
                .build()));
        return gauge.build();
    }
}
