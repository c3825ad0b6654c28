package io.halfshake.server.metrics;

import static io.halfshake.server.metrics.Family.counter;
import static io.halfshake.server.metrics.Family.gauge;
import static io.halfshake.server.metrics.Family.labelValue;

import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.CheckCounts;
import io.halfshake.monitor.MonitorStats;
import io.halfshake.monitor.MonitorView;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.time.Duration;

/** What is told of a monitor, whatever the number of its targets. */
final class FleetMetrics {
    private static final double NANOS_PER_SECOND = 1e9;

    private FleetMetrics() {}

    static void addTo(MetricSnapshots.Builder all, MonitorView monitor, MonitorStats stats) {
        all.metricSnapshot(gauge("halfshake_monitor_targets", "Targets by state")
                .put(Labels.of("state", "up"), stats.up())
                .put(Labels.of("state", "down"), stats.down())
                .put(Labels.of("state", "unknown"), stats.unknown())
                .snapshot());
        all.metricSnapshot(counter("halfshake_transitions", "Changes of a target's state, by the new state")
                .put(Labels.of("to", "up"), stats.transitionsUp())
                .put(Labels.of("to", "down"), stats.transitionsDown())
                .snapshot());
        checks(all, stats.checks());
        all.metricSnapshot(roundTrips(stats));
        schedule(all, stats);
        witnesses(all, monitor, stats);
        listeners(all, stats);
    }

    /** Each reason from the start, so that the first increase is one. */
    private static void checks(MetricSnapshots.Builder all, CheckCounts counts) {
        Family checks = counter("halfshake_checks", "Checks of the monitor that ended, by result and reason");
        checks.put(Labels.of("result", "up", "reason", "none"), counts.up());
        for (DownReason reason : DownReason.values()) {
            checks.put(
                    Labels.of("result", "down", "reason", labelValue(reason)),
                    counts.down().getOrDefault(reason, 0L));
        }
        for (UnknownReason reason : UnknownReason.values()) {
            checks.put(
                    Labels.of("result", "unknown", "reason", labelValue(reason)),
                    counts.unknown().getOrDefault(reason, 0L));
        }
        all.metricSnapshot(checks.snapshot());
    }

    private static SummarySnapshot roundTrips(MonitorStats stats) {
        return SummarySnapshot.builder()
                .name("halfshake_check_round_trip_seconds")
                .help("Round trips of the monitor's checks that ended Up")
                .dataPoint(SummaryDataPointSnapshot.builder()
                        .count(stats.roundTrips())
                        .sum(seconds(stats.roundTripSum()))
                        .build())
                .build();
    }

    private static void schedule(MetricSnapshots.Builder all, MonitorStats stats) {
        all.metricSnapshot(gauge("halfshake_monitor_checks_active", "Checks of the monitor that have no result yet")
                .put(stats.inFlight())
                .snapshot());
        all.metricSnapshot(counter(
                        "halfshake_checks_skipped",
                        "Checks that were due and not made: the process was stalled, or the check before took too long")
                .put(stats.skipped())
                .snapshot());
        all.metricSnapshot(
                counter("halfshake_checks_overdue", "Checks that the checker did not end in time, abandoned as Unknown")
                        .put(stats.overdue())
                        .snapshot());
        all.metricSnapshot(counter("halfshake_monitor_stalls", "Stalls of this process")
                .put(stats.stalls())
                .snapshot());
        all.metricSnapshot(counter("halfshake_monitor_stalled_time_seconds", "Time for which this process was stalled")
                .put(seconds(stats.stalled()))
                .snapshot());
    }

    private static void witnesses(MetricSnapshots.Builder all, MonitorView monitor, MonitorStats stats) {
        all.metricSnapshot(gauge(
                        "halfshake_monitor_blind",
                        "1 while too few witnesses respond, so that silence of targets is held, else 0")
                .put(monitor.blindness() == null ? 0 : 1)
                .snapshot());
        all.metricSnapshot(counter("halfshake_monitor_blindnesses", "How often too few witnesses responded")
                .put(stats.blindnesses())
                .snapshot());
        all.metricSnapshot(counter("halfshake_monitor_blind_time_seconds", "Time for which too few witnesses responded")
                .put(seconds(stats.blind()))
                .snapshot());
        Family responding =
                gauge("halfshake_witness_responding", "1 if the witness responded when it was last checked, else 0");
        monitor.witnesses()
                .forEach((target, result) -> responding.put(
                        Labels.of("target", target), !result.isUnknown() && result.hostResponded() ? 1 : 0));
        all.metricSnapshot(responding.snapshot());
    }

    private static void listeners(MetricSnapshots.Builder all, MonitorStats stats) {
        all.metricSnapshot(counter("halfshake_monitor_listener_failures", "Calls of the monitor's listeners that threw")
                .put(stats.failedListeners())
                .snapshot());
        all.metricSnapshot(
                gauge("halfshake_monitor_transitions_waiting", "Transitions that listeners have yet to receive")
                        .put(stats.waitingTransitions())
                        .snapshot());
        all.metricSnapshot(counter("halfshake_monitor_results_dropped", "Results that a listener was too slow for")
                .put(stats.droppedResults())
                .snapshot());
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / NANOS_PER_SECOND;
    }
}
