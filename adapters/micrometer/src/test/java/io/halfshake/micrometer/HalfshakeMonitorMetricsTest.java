package io.halfshake.micrometer;

import static io.halfshake.micrometer.Meters.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.CheckCounts;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorStats;
import io.halfshake.testing.TestMonitor;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class HalfshakeMonitorMetricsTest {
    private static final Duration MOMENT = Duration.ofMillis(10);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> log = new ArrayList<>();
    private final TestMonitor test = monitor();

    private static TestMonitor monitor() {
        return TestMonitor.create(
                builder -> builder.interval(Duration.ofSeconds(1)).startSpread(Duration.ZERO));
    }

    private HalfshakeMonitorMetrics metrics(TestMonitor of) {
        return new HalfshakeMonitorMetrics(of.monitor(), Tags.empty(), null, log::add);
    }

    @Test
    void meters_showWhatTheMonitorFound() {
        metrics(test).bindTo(registry);
        test.watch("up:80").up(Duration.ofMillis(2));
        test.watch("down:80").refused();
        test.watch("unknown:80").unknown(UnknownReason.UNRESOLVED);
        test.advance(MOMENT);

        assertThat(value(registry, "halfshake.monitor.targets", "state", "up")).isEqualTo(1);
        assertThat(value(registry, "halfshake.monitor.targets", "state", "down"))
                .isEqualTo(1);
        assertThat(value(registry, "halfshake.monitor.targets", "state", "unknown"))
                .isEqualTo(1);
        assertThat(value(registry, "halfshake.checks", "result", "up", "reason", "none"))
                .isEqualTo(1);
        assertThat(value(registry, "halfshake.checks", "result", "down", "reason", "refused"))
                .isEqualTo(1);
        assertThat(value(registry, "halfshake.checks", "result", "down", "reason", "timed_out"))
                .isZero();
        assertThat(value(registry, "halfshake.checks", "result", "unknown", "reason", "unresolved"))
                .isEqualTo(1);
        assertThat(value(registry, "halfshake.transitions", "to", "up")).isEqualTo(1);
        assertThat(value(registry, "halfshake.transitions", "to", "down")).isEqualTo(1);
        Timer roundTrips = registry.get("halfshake.check.round.trip").timer();
        assertThat(roundTrips.count()).isEqualTo(1);
        assertThat(roundTrips.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(2);
    }

    @Test
    void eachCounterOfTheMonitor_hasItsMeter() {
        MonitorStats stats = new MonitorStats(
                100,
                11,
                22,
                33,
                44,
                new CheckCounts(55, Map.of(DownReason.TIMED_OUT, 66L), Map.of(UnknownReason.NO_ROUTE, 77L), 0),
                88,
                Duration.ofSeconds(99),
                111,
                122,
                133,
                144,
                155,
                Duration.ofMillis(1_660),
                171,
                Duration.ofMillis(1_720),
                177,
                188,
                199);
        MonitorMeters.register(new BoundRegistry(registry, Tags.empty()), () -> stats, () -> true);

        assertThat(value(registry, "halfshake.monitor.targets", "state", "up")).isEqualTo(11);
        assertThat(value(registry, "halfshake.monitor.targets", "state", "down"))
                .isEqualTo(22);
        assertThat(value(registry, "halfshake.monitor.targets", "state", "unknown"))
                .isEqualTo(67);
        assertThat(value(registry, "halfshake.monitor.checks.active")).isEqualTo(33);
        assertThat(value(registry, "halfshake.checks", "result", "up", "reason", "none"))
                .isEqualTo(55);
        assertThat(value(registry, "halfshake.checks", "result", "down", "reason", "timed_out"))
                .isEqualTo(66);
        assertThat(value(registry, "halfshake.checks", "result", "unknown", "reason", "no_route"))
                .isEqualTo(77);
        assertThat(value(registry, "halfshake.transitions", "to", "up")).isEqualTo(111);
        assertThat(value(registry, "halfshake.transitions", "to", "down")).isEqualTo(122);
        assertThat(value(registry, "halfshake.checks.skipped")).isEqualTo(133);
        assertThat(value(registry, "halfshake.checks.overdue")).isEqualTo(144);
        assertThat(value(registry, "halfshake.monitor.stalls")).isEqualTo(155);
        assertThat(value(registry, "halfshake.monitor.stalled.time")).isEqualTo(1.66);
        assertThat(value(registry, "halfshake.monitor.blind")).isEqualTo(1);
        assertThat(value(registry, "halfshake.monitor.blindnesses")).isEqualTo(171);
        assertThat(value(registry, "halfshake.monitor.blind.time")).isEqualTo(1.72);
        assertThat(value(registry, "halfshake.monitor.listener.failures")).isEqualTo(177);
        assertThat(value(registry, "halfshake.monitor.transitions.waiting")).isEqualTo(188);
        assertThat(value(registry, "halfshake.monitor.results.dropped")).isEqualTo(199);
    }

    @Test
    void blindness_isThereWhileTooFewWitnessesRespond() {
        TestMonitor blind = TestMonitor.create(builder -> builder.witnesses(List.of("gateway:53"), 1));
        blind.checker().on("gateway:53").up().timesOut();
        metrics(blind).bindTo(registry);
        blind.advance(Duration.ofSeconds(1));
        assertThat(value(registry, "halfshake.monitor.blind")).isZero();

        blind.advance(Duration.ofMinutes(1));

        assertThat(value(registry, "halfshake.monitor.blind")).isEqualTo(1);
        assertThat(value(registry, "halfshake.monitor.blindnesses")).isEqualTo(1);
        assertThat(value(registry, "halfshake.monitor.blind.time")).isPositive();
    }

    @Test
    void secondBinding_addsNothing() {
        HalfshakeMonitorMetrics metrics = metrics(test);
        metrics.bindTo(registry);
        int meters = registry.getMeters().size();
        metrics.bindTo(registry);
        test.watch("up:80").up();
        test.advance(MOMENT);

        assertThat(registry.getMeters()).hasSize(meters);
        assertThat(value(registry, "halfshake.check.round.trip")).isEqualTo(1);
        assertThat(log).isEmpty();
    }

    @Test
    void severalRegistries_showTheSame() {
        MeterRegistry second = new SimpleMeterRegistry();
        HalfshakeMonitorMetrics metrics = metrics(test);
        metrics.bindTo(registry);
        metrics.bindTo(second);
        test.watch("up:80").up();
        test.advance(MOMENT);

        for (MeterRegistry each : List.of(registry, second)) {
            assertThat(value(each, "halfshake.check.round.trip")).isEqualTo(1);
            assertThat(value(each, "halfshake.checks", "result", "up")).isEqualTo(1);
        }
        metrics.close();
        assertThat(registry.getMeters()).isEmpty();
        assertThat(second.getMeters()).isEmpty();
    }

    @Test
    void close_removesTheMetersAndTheListener() {
        Gauge other = Gauge.builder("other", () -> 1).register(registry);
        HalfshakeMonitorMetrics metrics = metrics(test);
        metrics.bindTo(registry);
        Timer roundTrips = registry.get("halfshake.check.round.trip").timer();
        test.watch("up:80").up();
        metrics.close();
        metrics.close();
        test.advance(MOMENT);

        assertThat(registry.getMeters()).containsExactly(other);
        assertThat(roundTrips.count()).isZero();
    }

    @Test
    void unbound_mayBeClosed() {
        HalfshakeMonitorMetrics metrics = metrics(test);
        metrics.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> metrics.bindTo(registry))
                .withMessage("metrics: closed (expected to be open)");
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void closedMonitor_showsItsLastValues() {
        HalfshakeMonitorMetrics metrics = metrics(test);
        metrics.bindTo(registry);
        test.watch("up:80").up();
        test.advance(MOMENT);
        test.monitor().close();
        MeterRegistry later = new SimpleMeterRegistry();
        metrics(test).bindTo(later);

        for (MeterRegistry each : List.of(registry, later)) {
            assertThat(value(each, "halfshake.monitor.targets", "state", "up")).isEqualTo(1);
            assertThat(value(each, "halfshake.checks", "result", "up")).isEqualTo(1);
            assertThat(value(each, "halfshake.transitions", "to", "up")).isEqualTo(1);
        }
        metrics.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void metersOfAnotherBinder_areLeftAloneAndReported() {
        TestMonitor second = monitor();
        HalfshakeMonitorMetrics first = metrics(test);
        HalfshakeMonitorMetrics shadowed = metrics(second);
        first.bindTo(registry);
        assertThat(log).isEmpty();
        shadowed.bindTo(registry);
        second.watch("up:80").up();
        second.advance(MOMENT);

        assertThat(log)
                .containsExactly("halfshake.monitor.targets: in the registry already, where it shows what another"
                        + " binder is about (expected tags that tell the monitors and checkers of a registry apart)");
        assertThat(value(registry, "halfshake.checks", "result", "up")).isZero();
        assertThat(value(registry, "halfshake.check.round.trip")).isZero();
        shadowed.close();
        assertThat(registry.getMeters()).isNotEmpty();
        first.close();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void tags_tellMonitorsApart() {
        TestMonitor second = monitor();
        new HalfshakeMonitorMetrics(test.monitor(), Tags.of("monitor", "a")).bindTo(registry);
        new HalfshakeMonitorMetrics(second.monitor(), Tags.of("monitor", "b")).bindTo(registry);
        second.watch("up:80").up();
        second.advance(MOMENT);

        assertThat(value(registry, "halfshake.checks", "result", "up", "monitor", "a"))
                .isZero();
        assertThat(value(registry, "halfshake.checks", "result", "up", "monitor", "b"))
                .isEqualTo(1);
    }

    /** Without a reference of one's own to the monitor or to the metrics. */
    @Test
    void boundMeters_holdTheirMonitor() {
        WeakReference<Monitor> monitor = bindAndForget();
        WeakReference<Object> garbage = new WeakReference<>(new Object());
        for (int i = 0; i < 1_000 && garbage.get() != null; i++) {
            System.gc();
        }

        assertThat(garbage.get()).isNull();
        assertThat(value(registry, "halfshake.monitor.targets", "state", "up")).isEqualTo(1);
        assertThat(value(registry, "halfshake.checks", "result", "up")).isEqualTo(1);
        assertThat(value(registry, "halfshake.target.down.time")).isZero();
        assertThat(monitor.get()).isNotNull();
    }

    @Test
    void removedMetersOfOthers_areNotHeld() {
        WeakReference<Object> read = bindBesideOthers();
        for (int i = 0; i < 1_000 && read.get() != null; i++) {
            System.gc();
        }

        assertThat(read.get()).isNull();
        assertThat(registry.getMeters()).isNotEmpty();
    }

    /** Returns what a meter read that another binder has removed. */
    private WeakReference<Object> bindBesideOthers() {
        DoubleSupplier read = new AtomicInteger()::get;
        Gauge other = Gauge.builder("halfshake.other", read, DoubleSupplier::getAsDouble)
                .strongReference(true)
                .register(registry);
        metrics(test).bindTo(registry);
        registry.remove(other);
        return new WeakReference<>(read);
    }

    @Test
    void successorOfARemovedMeter_isOnesOwn() {
        HalfshakeMonitorMetrics first = metrics(test);
        first.bindTo(registry);
        Meter targets =
                registry.get("halfshake.monitor.targets").tag("state", "up").meter();
        BoundRegistry bound = new BoundRegistry(registry, Tags.empty());
        first.close();
        bound.gauge("halfshake.monitor.targets", "Targets by state", Tags.of("state", "up"), () -> 1);
        assertThat(bound.foreign()).isNull();
        bound.removeAll();

        assertThat(registry.getMeters()).isEmpty();
        assertThat(targets.getId().getTag("state")).isEqualTo("up");
    }

    private WeakReference<Monitor> bindAndForget() {
        TestMonitor forgotten = monitor();
        new HalfshakeMonitorMetrics(forgotten.monitor(), Tags.empty(), TargetMetrics.enabled()).bindTo(registry);
        forgotten.watch("up:80").up();
        forgotten.advance(MOMENT);
        return new WeakReference<>(forgotten.monitor());
    }
}
