package io.halfshake.server.alerts;

import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells sinks which targets are down, and when they are up again.
 *
 * <h2>Behaviour</h2>
 *
 * A target that goes down is an alert for the sinks that it names; so is one that its first conclusive check finds
 * down. It ends when the target is up, or is no longer watched, and its end goes to the sinks that it was for. A result
 * that is Unknown changes no state and is no alert. Blindness is one alert, for all sinks.
 *
 * <h2>Threading</h2>
 *
 * All methods may be called by any thread. Each sink has a thread and a queue of its own: none waits for another, and a
 * listener's call for none.
 *
 * <h2>Lifecycle</h2>
 *
 * Close it after the monitor: it tries to send what waits, for five seconds at most.
 */
public final class Alerts implements MonitorListener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.halfshake");
    private static final Duration MAX_CLOSE = Duration.ofSeconds(5);

    private final Function<? super String, @Nullable AlertTarget> targets;
    private final Function<? super SinkConfig, ? extends Sink> sinks;
    private final LongSupplier nanoTime;
    private final Backoff backoff;
    private final Object lock = new Object();
    private final Map<String, SinkWorker> workers = new LinkedHashMap<>();
    private final Map<String, Routed> firing = new LinkedHashMap<>();

    /** An alert that goes on, and the sinks that it is for. Blindness is for all, those that come later too. */
    private record Routed(Alert alert, List<String> sinks) {
        boolean isForAll() {
            return alert.subject() == null;
        }

        boolean isFor(String sink) {
            return isForAll() || sinks.contains(sink);
        }
    }

    /**
     * Alerts without a sink, until {@link #configure}.
     *
     * @param targets gets a target as it was added to the monitor; null for one that is being removed
     */
    public Alerts(Function<? super String, @Nullable AlertTarget> targets) {
        this(
                targets,
                Sinks::of,
                System::nanoTime,
                new Backoff(() -> ThreadLocalRandom.current().nextDouble()));
    }

    Alerts(
            Function<? super String, @Nullable AlertTarget> targets,
            Function<? super SinkConfig, ? extends Sink> sinks,
            LongSupplier nanoTime,
            Backoff backoff) {
        this.targets = targets;
        this.sinks = sinks;
        this.nanoTime = nanoTime;
        this.backoff = backoff;
    }

    /**
     * Uses these sinks from now on. One that is the same as before keeps its queue and its counters; one that has
     * changed begins anew, and is sent what the old one has not sent.
     *
     * @param configs each name once
     */
    public void configure(List<SinkConfig> configs) {
        synchronized (lock) {
            Map<String, SinkWorker> before = new LinkedHashMap<>(workers);
            workers.clear();
            for (SinkConfig config : configs) {
                SinkWorker same = before.get(config.name());
                if (same != null && same.config().equals(config)) {
                    before.remove(config.name());
                    workers.put(config.name(), same);
                } else {
                    workers.put(config.name(), start(config, before.remove(config.name())));
                }
            }
            before.values().forEach(Alerts::remove);
        }
    }

    private SinkWorker start(SinkConfig config, @Nullable SinkWorker before) {
        SinkWorker worker = new SinkWorker(config, sinks.apply(config), backoff, nanoTime, InstantSource.system());
        for (Routed each : firing.values()) {
            if (each.isForAll() && before == null) {
                worker.add(each.alert());
            } else if (each.isFor(config.name())) {
                worker.adopt(each.alert());
            }
        }
        if (before != null) {
            before.stop().forEach(worker::add);
        }
        worker.start();
        return worker;
    }

    private static void remove(SinkWorker worker) {
        int unsent = worker.stop().size();
        if (unsent > 0) {
            LOG.log(
                    Level.WARNING,
                    "sink " + worker.config().name() + ": removed, not sent before: " + Alert.count(unsent));
        }
    }

    @Override
    public void onTransition(Transition transition) {
        synchronized (lock) {
            if (transition.to() == TargetState.DOWN) {
                AlertTarget about = targets.apply(transition.target());
                if (about != null && !about.sinks().isEmpty()) {
                    begin(new Routed(Alert.firing(transition, about), about.sinks()));
                }
            } else {
                Routed routed = firing.remove(Alert.key(transition.target()));
                if (routed != null) {
                    send(routed.alert().resolved(transition), routed);
                }
            }
        }
    }

    @Override
    public void onRemoved(String target) {
        synchronized (lock) {
            Routed routed = firing.remove(Alert.key(target));
            if (routed != null) {
                send(routed.alert().removed(), routed);
            }
        }
    }

    @Override
    public void onBlindness(Blindness blindness) {
        synchronized (lock) {
            Routed routed = new Routed(Alert.of(blindness), List.of());
            if (routed.alert().isFiring()) {
                begin(routed);
            } else if (firing.remove(routed.alert().key()) != null) {
                send(routed.alert(), routed);
            }
        }
    }

    private void begin(Routed routed) {
        firing.put(routed.alert().key(), routed);
        send(routed.alert(), routed);
    }

    private void send(Alert alert, Routed routed) {
        workers.forEach((name, worker) -> {
            if (routed.isFor(name)) {
                worker.add(alert);
            }
        });
    }

    /**
     * Counters of the sinks.
     *
     * @return to be registered
     */
    public MultiCollector metrics() {
        return new AlertMetrics(this::stats);
    }

    Map<String, SinkStats> stats() {
        synchronized (lock) {
            Map<String, SinkStats> stats = new TreeMap<>();
            workers.forEach((name, worker) -> stats.put(name, worker.stats()));
            return stats;
        }
    }

    @Override
    public void close() {
        List<SinkWorker> closing;
        synchronized (lock) {
            closing = new ArrayList<>(workers.values());
            closing.forEach(SinkWorker::finish);
            workers.clear();
        }
        long end = nanoTime.getAsLong() + MAX_CLOSE.toNanos();
        closing.forEach(worker -> worker.awaitEnd(end - nanoTime.getAsLong()));
    }
}
