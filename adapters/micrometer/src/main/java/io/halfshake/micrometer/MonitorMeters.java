package io.halfshake.micrometer;

import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.CheckCounts;
import io.halfshake.monitor.MonitorStats;
import io.micrometer.core.instrument.Tags;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** The meters of a monitor that do not depend on its targets. */
final class MonitorMeters {
    private static final double NANOS_PER_SECOND = 1e9;

    private final BoundRegistry registry;
    private final Supplier<MonitorStats> stats;

    private MonitorMeters(BoundRegistry registry, Supplier<MonitorStats> stats) {
        this.registry = registry;
        this.stats = stats;
    }

    /**
     * Each meter takes the counters anew when it is read.
     *
     * @param blind whether too few witnesses respond now
     */
    static void register(BoundRegistry registry, Supplier<MonitorStats> stats, BooleanSupplier blind) {
        MonitorMeters meters = new MonitorMeters(registry, stats);
        meters.targets();
        meters.checks();
        meters.schedule();
        meters.witnesses(blind);
        meters.listeners();
    }

    private void targets() {
        String description = "Targets by state";
        gauge("halfshake.monitor.targets", description, Tags.of("state", "up"), MonitorStats::up);
        gauge("halfshake.monitor.targets", description, Tags.of("state", "down"), MonitorStats::down);
        gauge("halfshake.monitor.targets", description, Tags.of("state", "unknown"), MonitorStats::unknown);

        String changes = "Changes of a target's state, by the new state";
        counter("halfshake.transitions", changes, Tags.of("to", "up"), MonitorStats::transitionsUp);
        counter("halfshake.transitions", changes, Tags.of("to", "down"), MonitorStats::transitionsDown);
    }

    private void checks() {
        checks("up", "none", CheckCounts::up);
        for (DownReason reason : DownReason.values()) {
            checks("down", TagValues.of(reason), counts -> counts.down().getOrDefault(reason, 0L));
        }
        for (UnknownReason reason : UnknownReason.values()) {
            checks("unknown", TagValues.of(reason), counts -> counts.unknown().getOrDefault(reason, 0L));
        }
    }

    private void checks(String result, String reason, ToDoubleFunction<CheckCounts> count) {
        counter(
                "halfshake.checks",
                "Checks of the monitor that ended, by result and reason",
                Tags.of("result", result, "reason", reason),
                read -> count.applyAsDouble(read.checks()));
    }

    private void schedule() {
        gauge(
                "halfshake.monitor.checks.active",
                "Checks of the monitor that have no result yet",
                Tags.empty(),
                MonitorStats::inFlight);
        counter(
                "halfshake.checks.skipped",
                "Checks that were due and not made: the process was stalled, or the check before took too long",
                Tags.empty(),
                MonitorStats::skipped);
        counter(
                "halfshake.checks.overdue",
                "Checks that the checker did not end in time, abandoned as Unknown",
                Tags.empty(),
                MonitorStats::overdue);
        counter("halfshake.monitor.stalls", "Stalls of this process", Tags.empty(), MonitorStats::stalls);
        registry.secondsCounter(
                "halfshake.monitor.stalled.time",
                "Time for which this process was stalled",
                () -> stats.get().stalled().toNanos() / NANOS_PER_SECOND);
    }

    private void witnesses(BooleanSupplier blind) {
        registry.gauge(
                "halfshake.monitor.blind",
                "1 while too few witnesses respond, so that silence of targets is held, else 0",
                Tags.empty(),
                () -> blind.getAsBoolean() ? 1 : 0);
        counter(
                "halfshake.monitor.blindnesses",
                "How often too few witnesses responded",
                Tags.empty(),
                MonitorStats::blindnesses);
        registry.secondsCounter(
                "halfshake.monitor.blind.time",
                "Time for which too few witnesses responded",
                () -> stats.get().blind().toNanos() / NANOS_PER_SECOND);
    }

    private void listeners() {
        counter(
                "halfshake.monitor.listener.failures",
                "Calls of the monitor's listeners that threw",
                Tags.empty(),
                MonitorStats::failedListeners);
        gauge(
                "halfshake.monitor.transitions.waiting",
                "Transitions that listeners have yet to receive",
                Tags.empty(),
                MonitorStats::waitingTransitions);
        counter(
                "halfshake.monitor.results.dropped",
                "Results that a listener was too slow for, also the one that records round trips",
                Tags.empty(),
                MonitorStats::droppedResults);
    }

    private void gauge(String name, String description, Tags tags, ToDoubleFunction<MonitorStats> value) {
        registry.gauge(name, description, tags, () -> value.applyAsDouble(stats.get()));
    }

    private void counter(String name, String description, Tags tags, ToDoubleFunction<MonitorStats> value) {
        registry.counter(name, description, tags, () -> value.applyAsDouble(stats.get()));
    }
}
