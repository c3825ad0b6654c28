package io.halfshake.server.metrics;

import static io.halfshake.server.metrics.Family.gauge;
import static io.halfshake.server.metrics.FleetMetrics.seconds;

import io.halfshake.CheckResult;
import io.halfshake.monitor.MonitorView;
import io.halfshake.monitor.OutageHistory;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.monitor.TargetSummary;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.Function;

/**
 * What is told of each target. The state costs next to nothing; the details need a copy of the target's history, some 3
 * us and 800 bytes of garbage each.
 */
final class TargetMetrics {
    private final Family known =
            gauge("halfshake_target_known", "1 while it is known whether the target is up or down, else 0");

    private final Family up = gauge("halfshake_target_up", "1 while the target is up, 0 while it is down");

    private final Family roundTrip = gauge(
            "halfshake_target_last_round_trip_seconds", "Round trip of the target's last check, if that ended Up");

    private final Family unobserved = gauge(
            "halfshake_target_unobserved_time_seconds",
            "Time for which the target was not observed, and counts as neither up nor down");

    private final Family down =
            gauge("halfshake_target_down_time_seconds", "Time for which the target was down, at least");

    private final Family downMax =
            gauge("halfshake_target_down_time_max_seconds", "Time for which the target was down, at most");

    private final MonitorView monitor;
    private final Function<? super String, TargetLabels> labelsOf;
    private final boolean details;

    private TargetMetrics(MonitorView monitor, Function<? super String, TargetLabels> labelsOf, boolean details) {
        this.monitor = monitor;
        this.labelsOf = labelsOf;
        this.details = details;
    }

    static void addTo(
            MetricSnapshots.Builder all,
            MonitorView monitor,
            Function<? super String, TargetLabels> labelsOf,
            boolean details) {
        TargetMetrics targets = new TargetMetrics(monitor, labelsOf, details);
        monitor.forEachTarget(targets::add);
        all.metricSnapshot(targets.known.snapshot());
        all.metricSnapshot(targets.up.snapshot());
        if (details) {
            all.metricSnapshot(targets.roundTrip.snapshot());
            all.metricSnapshot(targets.unobserved.snapshot());
            all.metricSnapshot(targets.down.snapshot());
            all.metricSnapshot(targets.downMax.snapshot());
        }
    }

    private void add(TargetSummary target) {
        Labels labels = labelsOf.apply(target.target()).of(target.target());
        boolean isKnown = target.state() != TargetState.UNKNOWN;
        known.put(labels, isKnown ? 1 : 0);
        if (isKnown) {
            up.put(labels, target.state() == TargetState.UP ? 1 : 0);
        }
        if (details) {
            TargetStatus status = monitor.status(target.target());
            if (status != null) {
                addDetails(labels, status);
            }
        }
    }

    private void addDetails(Labels labels, TargetStatus status) {
        if (status.last() instanceof CheckResult.Up last) {
            roundTrip.put(labels, seconds(last.roundTrip()));
        }
        OutageHistory history = status.outageHistory();
        if (history.observedFrom() == null) {
            return;
        }
        DowntimeTotal downtime = history.downtime();
        unobserved.put(labels, seconds(history.unobservedTotal()));
        down.put(labels, seconds(downtime.shortest()));
        downMax.put(labels, seconds(downtime.longest()));
    }
}
