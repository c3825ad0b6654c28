package io.halfshake.server.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One metric, and its values so far. For one thread. */
abstract class Family {
    final MetricMetadata metadata;

    private Family(String name, String help) {
        this.metadata = new MetricMetadata(name, help);
    }

    /** The name is without {@code _total}, which the text gets. */
    static Family counter(String name, String help) {
        return new Family(name, help) {
            private final List<CounterDataPointSnapshot> points = new ArrayList<>();

            @Override
            Family put(Labels labels, double value) {
                points.add(new CounterDataPointSnapshot(value, labels, null, 0));
                return this;
            }

            @Override
            MetricSnapshot snapshot() {
                return new CounterSnapshot(metadata, points);
            }
        };
    }

    static Family gauge(String name, String help) {
        return new Family(name, help) {
            private final List<GaugeDataPointSnapshot> points = new ArrayList<>();

            @Override
            Family put(Labels labels, double value) {
                points.add(new GaugeDataPointSnapshot(value, labels, null));
                return this;
            }

            @Override
            MetricSnapshot snapshot() {
                return new GaugeSnapshot(metadata, points);
            }
        };
    }

    /** Constants as labels show them. */
    static String labelValue(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    Family put(double value) {
        return put(Labels.EMPTY, value);
    }

    /** Prometheus has no other numbers than double; counts are exact up to 2 to the power of 53. */
    Family put(long value) {
        return put((double) value);
    }

    Family put(Labels labels, long value) {
        return put(labels, (double) value);
    }

    abstract Family put(Labels labels, double value);

    abstract MetricSnapshot snapshot();
}
