package io.halfshake.server.alerts;

import io.halfshake.internal.FailSafe;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetCheckpoint.OpenOutage;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.halfshake.server.maintenance.Maintenance;
import io.halfshake.server.maintenance.OpenWindows;
import io.prometheus.metrics.model.registry.MultiCollector;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
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
 * <p>What begins in a maintenance window is held. It is sent if it still goes on when no window is open for it any
 * more; if it ends before, it is never sent. What began before the window ends as without one, and its reminders wait.
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

    /** For what hangs, such as a program that has to be killed. */
    private static final Duration MAX_STOP = Duration.ofMillis(500);

    /** Longer than a window and some failed attempts. Receivers know by the key what they have already. */
    private static final Duration MAYBE_UNSENT = Duration.ofMinutes(10);

    private final Function<? super String, @Nullable AlertTarget> targets;
    private final Maintenance maintenance;
    private final Function<? super SinkConfig, ? extends Sink> sinks;
    private final LongSupplier nanoTime;
    private final Backoff backoff;
    private final Object lock = new Object();
    private Map<String, SinkWorker> workers = new LinkedHashMap<>();
    private final Map<String, Routed> firing = new LinkedHashMap<>();

    private final HeldAlerts held;

    /** The keys of those that are firing, and of which no reminders are sent. Not changed once it is here. */
    private Set<String> paused = Set.of();

    private boolean closed;

    /**
     * Alerts without a sink, until {@link #configure}.
     *
     * @param targets gets a target as it was added to the monitor; null for one that is being removed
     * @param maintenance its windows hold alerts
     */
    public Alerts(Function<? super String, @Nullable AlertTarget> targets, Maintenance maintenance) {
        this(
                targets,
                maintenance,
                Sinks::of,
                System::nanoTime,
                new Backoff(() -> ThreadLocalRandom.current().nextDouble()));
    }

    Alerts(
            Function<? super String, @Nullable AlertTarget> targets,
            Maintenance maintenance,
            Function<? super SinkConfig, ? extends Sink> sinks,
            LongSupplier nanoTime,
            Backoff backoff) {
        this.targets = targets;
        this.maintenance = maintenance;
        this.held = new HeldAlerts(targets, maintenance);
        this.sinks = sinks;
        this.nanoTime = nanoTime;
        this.backoff = backoff;
    }

    /**
     * Uses these sinks from now on. One that is the same as before keeps its queue and its counters; one that has
     * changed begins anew, and is sent what the old one has not sent. If one cannot be started, what it throws is
     * thrown, and the sinks are those from before. Does nothing once closed.
     *
     * @param configs each name once
     */
    public void configure(List<SinkConfig> configs) {
        synchronized (lock) {
            if (closed) {
                LOG.log(Level.INFO, "sinks not changed: the watcher is stopping");
                return;
            }
            Map<String, SinkWorker> before = new LinkedHashMap<>(workers);
            Map<String, SinkWorker> started = new LinkedHashMap<>();
            Map<String, SinkWorker> now = start(configs, started);
            workers = now;
            forAll(started, (name, worker) -> transfer(before.get(name), worker));
            before.keySet().removeAll(now.keySet());
            forAll(before, (name, worker) -> remove(worker));
            warnOfAlertsWithoutSink(before.keySet());
        }
    }

    /** Those of before that are the same, and new ones, which are {@code started} too; of these all or none. */
    private Map<String, SinkWorker> start(List<SinkConfig> configs, Map<String, SinkWorker> started) {
        Map<String, SinkWorker> now = new LinkedHashMap<>();
        try {
            for (SinkConfig config : configs) {
                SinkWorker worker = workers.get(config.name());
                if (worker == null || !worker.config().equals(config)) {
                    worker = new SinkWorker(config, sinks.apply(config), backoff, nanoTime, InstantSource.system());
                    started.put(config.name(), worker);
                    worker.start();
                }
                now.put(config.name(), worker);
            }
            return now;
        } catch (RuntimeException | Error e) {
            for (SinkWorker worker : started.values()) {
                List<Alert> unused = worker.stop();
            }
            throw e;
        }
    }

    /** What the sink was sent and what it was not, at once: or it would be reminded of what waits to be sent. */
    private void transfer(@Nullable SinkWorker before, SinkWorker to) {
        // To a sink that is new, blindness is.
        List<Alert> sent = alerts(each -> each.isFor(to.config().name()) && !(each.isForAll() && before == null));
        List<Alert> unsent = before == null ? alerts(Routed::isForAll) : before.stop();
        to.begin(sent, unsent, paused);
    }

    /** For each of them, also where it fails for one, such as for want of memory. */
    private static void forAll(Map<String, SinkWorker> workers, BiConsumer<String, SinkWorker> action) {
        Throwable first = null;
        for (Map.Entry<String, SinkWorker> each : workers.entrySet()) {
            try {
                action.accept(each.getKey(), each.getValue());
            } catch (RuntimeException | Error e) {
                first = first == null ? e : first;
            }
        }
        FailSafe.rethrow(first);
    }

    private List<Alert> alerts(Predicate<Routed> which) {
        return firing.values().stream().filter(which).map(Routed::alert).toList();
    }

    /** A sink that has another name is another sink to those that are firing. */
    private void warnOfAlertsWithoutSink(Set<String> removed) {
        int count = withoutSink(removed);
        if (count > 0) {
            LOG.log(
                    Level.WARNING,
                    "sinks removed: " + String.join(", ", removed) + ": the only ones of " + Alert.count(count)
                            + ", of which the end will not be sent");
        }
    }

    /** How many alerts went to one of these, and have no other. */
    int withoutSink(Set<String> removed) {
        synchronized (lock) {
            return (int) firing.values().stream()
                    .filter(each -> each.sinks().stream().anyMatch(removed::contains))
                    .filter(each -> each.sinks().stream().noneMatch(workers::containsKey))
                    .count();
        }
    }

    private static void remove(SinkWorker worker) {
        int unsent = worker.stop().size();
        if (unsent > 0) {
            LOG.log(
                    Level.WARNING,
                    "sink " + worker.config().name() + ": removed, not sent before: " + Alert.count(unsent));
        }
    }

    /**
     * Goes on with outages that an earlier process knew of, so that their ends are sent, and reminders. What began
     * shortly before its checkpoint may not have been sent, and is sent again; all others are taken as sent. Before the
     * targets are monitored, after {@link #configure}.
     *
     * @param checkpoints those that are not down are ignored
     */
    public void adopt(List<TargetCheckpoint> checkpoints) {
        synchronized (lock) {
            List<Routed> sent = new ArrayList<>();
            List<Routed> unsent = new ArrayList<>();
            for (TargetCheckpoint checkpoint : checkpoints) {
                OpenOutage outage = checkpoint.outage();
                AlertTarget about = outage == null ? null : targets.apply(checkpoint.target());
                if (outage == null || about == null || about.sinks().isEmpty()) {
                    continue;
                }
                if (!held.hold(checkpoint, outage)) {
                    Routed routed = new Routed(Alert.adopted(checkpoint.target(), outage, about), about.sinks());
                    firing.put(routed.alert().key(), routed);
                    Instant recent = checkpoint.at().minus(MAYBE_UNSENT);
                    boolean isSent = checkpoint.since().isBefore(recent) && !held.wasHeld(checkpoint, recent);
                    (isSent ? sent : unsent).add(routed);
                }
            }
            // Before the sinks know of them: a reminder is due at once.
            paused = held.inMaintenance(firing.values(), maintenance.open());
            workers.forEach((name, worker) -> worker.begin(alerts(sent, name), alerts(unsent, name), paused));
        }
    }

    private static List<Alert> alerts(List<Routed> all, String sink) {
        return all.stream().filter(each -> each.isFor(sink)).map(Routed::alert).toList();
    }

    @Override
    public void onTransition(Transition transition) {
        synchronized (lock) {
            String target = transition.target();
            if (transition.to() != TargetState.DOWN) {
                held.forget(target);
                Routed routed = firing.get(Alert.key(target));
                if (routed != null) {
                    end(routed, routed.alert().resolved(transition));
                }
            } else if (!held.hold(transition)) {
                begin(transition);
                held.forget(target);
            }
        }
    }

    @Override
    public void onRemoved(String target) {
        synchronized (lock) {
            held.forget(target);
            Routed routed = firing.get(Alert.key(target));
            if (routed != null) {
                end(routed, routed.alert().removed());
            }
        }
    }

    /** Where a monitor has no memory to report one to all of its listeners, it reports it to all of them again. */
    @Override
    public void onBlindness(Blindness blindness) {
        synchronized (lock) {
            Routed routed = new Routed(Alert.of(blindness), List.of());
            boolean goesOn = firing.containsKey(routed.alert().key());
            if (blindness.isOver()) {
                held.forgetBlindness();
                if (goesOn) {
                    end(routed, routed.alert());
                }
            } else if (!goesOn && !held.holdBlindness(routed)) {
                begin(routed);
            }
        }
    }

    /**
     * Sends what no window holds any more, and has reminders wait or go on. To be called once windows may have begun or
     * ended, again and again.
     */
    public void followMaintenance() {
        synchronized (lock) {
            OpenWindows open = maintenance.open();
            held.release(open, this::begin);
            pauseReminders(held.inMaintenance(firing.values(), open));
        }
    }

    /** Each time anew: since the last call an alert may have begun again, or that call may have failed half way. */
    private void pauseReminders(Set<String> keys) {
        if (!keys.isEmpty() || !paused.isEmpty()) {
            // Where it fails for one of them, a later call still knows of the others.
            paused = keys.isEmpty() ? paused : keys;
            workers.values().forEach(worker -> worker.pauseReminders(keys));
            paused = keys;
        }
    }

    private void begin(Transition down) {
        AlertTarget about = targets.apply(down.target());
        if (about != null && !about.sinks().isEmpty()) {
            begin(new Routed(Alert.firing(down, about), about.sinks()));
        }
    }

    private void begin(Routed routed) {
        firing.put(routed.alert().key(), routed);
        send(routed.alert(), routed);
    }

    /** Removes it last: where there is no memory for its end, the removal of the target tries again. */
    private void end(Routed routed, Alert alert) {
        send(alert, routed);
        firing.remove(alert.key());
    }

    private void send(Alert alert, Routed routed) {
        forAll(workers, (name, worker) -> {
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
            closed = true;
            closing = new ArrayList<>(workers.values());
            closing.forEach(SinkWorker::finish);
            workers.clear();
        }
        long end = nanoTime.getAsLong() + MAX_CLOSE.toNanos();
        long stop = end - MAX_STOP.toNanos();
        closing.forEach(worker -> worker.join(stop - nanoTime.getAsLong()));
        closing.forEach(SinkWorker::abandon);
        closing.forEach(worker -> worker.join(end - nanoTime.getAsLong()));
    }
}
