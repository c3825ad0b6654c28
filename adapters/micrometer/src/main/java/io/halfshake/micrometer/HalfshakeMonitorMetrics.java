package io.halfshake.micrometer;

import io.halfshake.monitor.Monitor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Meters of a {@link Monitor}: its targets by state, what their checks found and why, transitions, round trips, stalls.
 *
 * <pre>{@code
 * new HalfshakeMonitorMetrics(monitor).bindTo(registry);
 * }</pre>
 *
 * <h2>Behaviour</h2>
 *
 * There are about thirty meters however many targets there are, and four more for each target with
 * {@link TargetMetrics}. Counters count from when the monitor was built, the timer of round trips and its histogram
 * from when it was bound. Of a closed monitor, meters show the last values.
 *
 * <p>Meters of a target are there from its first known state until it is removed from the monitor.
 *
 * <p>Two monitors in one registry need tags that tell them apart. Otherwise the registry keeps the meters of the one
 * that was bound first, and a warning is logged.
 *
 * <h2>Threading</h2>
 *
 * Meters are read by the registry's thread, without waiting. Round trips are recorded on the monitor's callback
 * executor.
 *
 * <h2>Lifecycle</h2>
 *
 * May be bound to any number of registries. Each refers to the monitor, and the monitor to this, until
 * {@link #close()}.
 */
public final class HalfshakeMonitorMetrics implements MeterBinder, AutoCloseable {
    private final Monitor monitor;
    private final Bindings bindings;
    private final @Nullable TargetMeters targets;
    private final RoundTrips listener;
    private boolean listening;

    /**
     * Meters without tags of their own.
     *
     * @param monitor may be closed; is not closed with this
     */
    public HalfshakeMonitorMetrics(Monitor monitor) {
        this(monitor, Tags.empty());
    }

    /**
     * Meters with tags.
     *
     * @param monitor may be closed; is not closed with this
     * @param tags for each meter
     */
    public HalfshakeMonitorMetrics(Monitor monitor, Iterable<Tag> tags) {
        this(monitor, tags, null, Bindings::warn);
    }

    /**
     * Meters with tags, and meters for each target.
     *
     * @param monitor may be closed; is not closed with this
     * @param tags for each meter
     * @param targets how many targets have meters of their own, and with which tags
     */
    public HalfshakeMonitorMetrics(Monitor monitor, Iterable<Tag> tags, TargetMetrics targets) {
        this(monitor, tags, Objects.requireNonNull(targets, "targets"), Bindings::warn);
    }

    HalfshakeMonitorMetrics(
            Monitor monitor, Iterable<Tag> tags, @Nullable TargetMetrics targets, Consumer<String> log) {
        this.monitor = Objects.requireNonNull(monitor, "monitor");
        this.bindings = new Bindings(tags, log);
        this.targets = targets == null ? null : new TargetMeters(monitor, targets, log);
        this.listener = this.targets == null ? new RoundTrips() : this.targets;
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
        MonitorMeters.register(registry, monitor::stats, () -> monitor.blindness() != null);
        Timer roundTrips =
                registry.timer("halfshake.check.round.trip", "Round trips of the monitor's checks that ended Up");
        listen();
        if (targets != null) {
            targets.bind(registry);
        }
        // Last: nothing after it fails, and would have to take it back.
        if (roundTrips != null) {
            listener.recordIn(roundTrips);
        }
    }

    private void listen() {
        if (!listening) {
            try {
                monitor.addListener(listener);
                listening = true;
            } catch (IllegalStateException closed) {
                // It has nothing more to tell, and its last values can be read.
            }
        }
    }

    /** Removes the meters from all registries, and the listener from the monitor. A second call has no effect. */
    @Override
    public void close() {
        List<BoundRegistry> bound = bindings.close();
        monitor.removeListener(listener);
        if (targets != null) {
            targets.close();
        }
        bound.forEach(BoundRegistry::removeAll);
    }
}
