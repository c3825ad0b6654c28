package io.halfshake.server;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.time.InstantSource;

/** Whether the configuration in use is that of the file, under the names that Prometheus has for its own. */
final class ReloadMetrics implements MultiCollector {
    private static final double MILLIS_PER_SECOND = 1e3;

    private final InstantSource clock;
    private volatile boolean successful = true;
    private volatile Instant lastSuccess;

    ReloadMetrics(InstantSource clock) {
        this.clock = clock;
        this.lastSuccess = clock.instant();
    }

    void succeeded() {
        lastSuccess = clock.instant();
        successful = true;
    }

    void failed() {
        successful = false;
    }

    /** When the configuration in use was read. */
    Instant lastSuccess() {
        return lastSuccess;
    }

    boolean wasSuccessful() {
        return successful;
    }

    @Override
    public MetricSnapshots collect() {
        return MetricSnapshots.of(
                gauge(
                        "halfshake_config_last_reload_successful",
                        "Whether the last attempt to read the configuration succeeded",
                        successful ? 1 : 0),
                gauge(
                        "halfshake_config_last_reload_success_timestamp_seconds",
                        "When the configuration in use was read",
                        lastSuccess.toEpochMilli() / MILLIS_PER_SECOND));
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }
}
