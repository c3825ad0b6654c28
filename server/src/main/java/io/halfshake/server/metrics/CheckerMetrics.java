package io.halfshake.server.metrics;

import static io.halfshake.server.metrics.Family.counter;
import static io.halfshake.server.metrics.Family.gauge;
import static io.halfshake.server.metrics.Family.labelValue;

import io.halfshake.Checker;
import io.halfshake.CheckerStats;
import io.halfshake.EngineReport;
import io.halfshake.EngineReport.PassedOver;
import io.halfshake.Handshake;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.stream.Stream;

/** What is told of a checker. */
final class CheckerMetrics {
    private static final double NANOS_PER_SECOND = 1e9;

    private CheckerMetrics() {}

    static void addTo(MetricSnapshots.Builder all, Checker checker) {
        CheckerStats stats = checker.stats();
        EngineReport engine = checker.engine();
        all.metricSnapshot(counter("halfshake_checker_checks", "Checks of the checker that ended, by result")
                .put(Labels.of("result", "up"), stats.up())
                .put(Labels.of("result", "down"), stats.down())
                .put(Labels.of("result", "unknown"), stats.unknown())
                .put(Labels.of("result", "cancelled"), stats.cancelled())
                .snapshot());
        all.metricSnapshot(gauge("halfshake_checks_active", "Checks in flight")
                .put(stats.inFlight())
                .snapshot());
        all.metricSnapshot(gauge("halfshake_checks_queued", "Checks that wait for a place in flight")
                .put(stats.queued())
                .snapshot());
        all.metricSnapshot(gauge("halfshake_checks_limit", "Checks that may be in flight at once")
                .put(engine.maxInFlight())
                .snapshot());
        all.metricSnapshot(counter(
                        "halfshake_handshakes_full",
                        "Handshakes that were or may have been completed although the engine makes half ones")
                .put(stats.completedHandshakes())
                .snapshot());
        all.metricSnapshot(gauge(
                        "halfshake_answer_wait_max_seconds",
                        "Longest that an answer has waited for its reset; from 200 ms on the handshake is completed")
                .put(stats.longestAnswerWaitNanos() / NANOS_PER_SECOND)
                .snapshot());
        all.metricSnapshot(counter(
                        "halfshake_callbacks_rejected",
                        "Results that the callback executor refused, delivered on a thread of the checker's")
                .put(stats.rejectedCallbacks())
                .snapshot());
        engines(all, engine);
    }

    /** Those that may replace the one in use are 0, so that an alert has both sides of a change. */
    private static void engines(MetricSnapshots.Builder all, EngineReport report) {
        Family engines = gauge("halfshake_engine", "1 for the engine in use and the handshake that it makes, else 0");
        Stream.concat(Stream.of(report.name()), report.passedOver().stream().map(PassedOver::engine))
                .distinct()
                .forEach(name -> {
                    for (Handshake handshake : Handshake.values()) {
                        boolean inUse = name.equals(report.name()) && handshake == report.handshake();
                        engines.put(Labels.of("engine", name, "handshake", labelValue(handshake)), inUse ? 1 : 0);
                    }
                });
        all.metricSnapshot(engines.snapshot());
    }
}
