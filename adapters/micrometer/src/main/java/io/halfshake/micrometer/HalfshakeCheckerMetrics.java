package io.halfshake.micrometer;

import io.halfshake.Checker;
import io.halfshake.CheckerStats;
import io.halfshake.EngineReport;
import io.halfshake.EngineReport.PassedOver;
import io.halfshake.Handshake;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Meters of a {@link Checker}: what its checks found, how many are in flight and queued, its engine, and whether half
 * handshakes stayed half.
 *
 * <pre>{@code
 * new HalfshakeCheckerMetrics(checker).bindTo(registry);
 * }</pre>
 *
 * <h2>Behaviour</h2>
 *
 * Counters count from when the checker was built. Of a closed checker, meters show the last values. Which engine is in
 * use, and what handshake it makes, is shown as 1, the others that it may be replaced by as 0.
 *
 * <p>Two checkers in one registry need tags that tell them apart. Otherwise the registry keeps the meters of the one
 * that was bound first, and a warning is logged.
 *
 * <h2>Lifecycle</h2>
 *
 * May be bound to any number of registries. Each refers to the checker until {@link #close()}.
 */
public final class HalfshakeCheckerMetrics implements MeterBinder, AutoCloseable {
    private final Checker checker;
    private final Bindings bindings;

    /**
     * Meters without tags of their own.
     *
     * @param checker may be closed; is not closed with this
     */
    public HalfshakeCheckerMetrics(Checker checker) {
        this(checker, Tags.empty());
    }

    /**
     * Meters with tags.
     *
     * @param checker may be closed; is not closed with this
     * @param tags for each meter
     */
    public HalfshakeCheckerMetrics(Checker checker, Iterable<Tag> tags) {
        this(checker, tags, Bindings::warn);
    }

    HalfshakeCheckerMetrics(Checker checker, Iterable<Tag> tags, Consumer<String> log) {
        this.checker = Objects.requireNonNull(checker, "checker");
        this.bindings = new Bindings(tags, log);
    }

    /**
     * Adds the meters to a registry; does nothing if they are there already.
     *
     * @throws IllegalStateException if this is closed
     */
    @Override
    public void bindTo(MeterRegistry registry) {
        bindings.bind(registry, this::register);
    }

    private void register(BoundRegistry registry) {
        results(registry, "up", CheckerStats::up);
        results(registry, "down", CheckerStats::down);
        results(registry, "unknown", CheckerStats::unknown);
        results(registry, "cancelled", CheckerStats::cancelled);
        registry.gauge("halfshake.checks.active", "Checks in flight", Tags.empty(), read(CheckerStats::inFlight));
        registry.gauge(
                "halfshake.checks.queued",
                "Checks that wait for a place in flight",
                Tags.empty(),
                read(CheckerStats::queued));
        registry.gauge("halfshake.checks.limit", "Checks that may be in flight at once", Tags.empty(), this::limit);
        registry.counter(
                "halfshake.handshakes.full",
                "Handshakes that were or may have been completed although the engine makes half ones",
                Tags.empty(),
                read(CheckerStats::completedHandshakes));
        registry.timeGauge(
                "halfshake.answer.wait.max",
                "Longest that an answer has waited for its reset; from 200 ms on the handshake is completed",
                Tags.empty(),
                read(CheckerStats::longestAnswerWaitNanos));
        registry.counter(
                "halfshake.callbacks.rejected",
                "Results that the callback executor refused, delivered on a thread of the checker's",
                Tags.empty(),
                read(CheckerStats::rejectedCallbacks));
        engines(registry);
    }

    private void results(BoundRegistry registry, String result, ToDoubleFunction<CheckerStats> count) {
        registry.counter(
                "halfshake.checker.checks",
                "Checks of the checker that ended, by result",
                Tags.of("result", result),
                read(count));
    }

    /** Of an unstubbed mock, counters and engine are null: it has made no check. */
    private DoubleSupplier read(ToDoubleFunction<CheckerStats> value) {
        return () -> {
            CheckerStats stats = checker.stats();
            return stats == null ? 0 : value.applyAsDouble(stats);
        };
    }

    private double limit() {
        EngineReport report = checker.engine();
        return report == null ? Double.NaN : report.maxInFlight();
    }

    /** An engine may be replaced by one that was passed over, while the tags of a meter stay what they are. */
    private void engines(BoundRegistry registry) {
        EngineReport now = checker.engine();
        if (now == null) {
            return;
        }
        Stream.concat(Stream.of(now.name()), now.passedOver().stream().map(PassedOver::engine))
                .distinct()
                .forEach(engine -> {
                    for (Handshake handshake : Handshake.values()) {
                        registry.gauge(
                                "halfshake.engine",
                                "1 for the engine in use and the handshake that it makes, else 0",
                                Tags.of("engine", engine, "handshake", TagValues.of(handshake)),
                                () -> isInUse(engine, handshake) ? 1 : 0);
                    }
                });
    }

    private boolean isInUse(String engine, Handshake handshake) {
        EngineReport report = checker.engine();
        return report != null && report.name().equals(engine) && report.handshake() == handshake;
    }

    /** Removes the meters from all registries. A second call has no effect. */
    @Override
    public void close() {
        bindings.close().forEach(BoundRegistry::removeAll);
    }
}
