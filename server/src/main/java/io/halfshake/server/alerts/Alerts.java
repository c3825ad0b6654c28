package io.halfshake.server.alerts;

import io.halfshake.cluster.ClusterChange;
import io.halfshake.cluster.ClusterOutage;
import io.halfshake.cluster.ClusterTarget;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** Longer than a window and some failed attempts. Receivers know by the key what they have already. */
    private static final Duration MAYBE_UNSENT = Duration.ofMinutes(10);

    private final Function<? super String, @Nullable AlertTarget> targets;
    private final Maintenance maintenance;
    private final Object lock = new Object();
    private final SinkWorkers workers;
    private final Map<String, Routed> firing = new LinkedHashMap<>();

    private final HeldAlerts held;

    /** The keys of those that are firing, and that another member of the cluster may not have announced. */
    private final Set<String> taken = new HashSet<>();

    private boolean pausesAll;

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
        this.workers = new SinkWorkers(sinks, nanoTime, backoff);
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
            workers.configure(configs, firing.values(), paused);
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
                if (!held.hold(
                        checkpoint.target(),
                        checkpoint.since(),
                        renamed -> Alert.adopted(checkpoint.target(), outage, renamed))) {
                    Routed routed = new Routed(Alert.adopted(checkpoint.target(), outage, about), about.sinks());
                    firing.put(routed.alert().key(), routed);
                    Instant recent = checkpoint.at().minus(MAYBE_UNSENT);
                    boolean isSent = checkpoint.since().isBefore(recent)
                            && !held.wasHeld(checkpoint.target(), checkpoint.since(), recent);
                    (isSent ? sent : unsent).add(routed);
                }
            }
            // Before the sinks know of them: a reminder is due at once.
            paused = held.inMaintenance(firing.values(), maintenance.open());
            workers.adopt(sent, unsent, paused);
        }
    }

    @Override
    public void onTransition(Transition transition) {
        synchronized (lock) {
            follow(StateChange.of(transition));
        }
    }

    private void follow(StateChange change) {
        String target = change.target();
        if (change.to() != TargetState.DOWN) {
            boolean unused = held.forget(target);
            Routed routed = firing.get(Alert.key(target));
            if (routed != null) {
                end(routed, routed.alert().resolved(change));
            }
        } else if (!held.hold(change)) {
            begin(change);
            boolean unused = held.forget(target);
        }
    }

    /** As {@link #onTransition}, of a change that this member of a cluster announces, and may have announced before. */
    void follow(ClusterChange change) {
        synchronized (lock) {
            String key = Alert.key(change.target());
            boolean isTaken = taken.remove(key);
            if (change.to() == TargetState.DOWN && firing.containsKey(key) && !isTaken) {
                return;
            }
            ClusterOutage ended = change.ended();
            if (ended != null
                    && !firing.containsKey(key)
                    && !held.holds(change.target())
                    && !held.wasHeld(change.target(), ended.at(), change.at())) {
                // Another member has sent its beginning.
                Routed unused = take(change.target(), ended);
            }
            follow(StateChange.of(change));
        }
    }

    /**
     * Goes on with outages that other members of the cluster have announced. If such a member was lost, they are sent
     * again to sinks that may not have been sent them.
     *
     * @param down targets that were down a moment ago
     * @param committed what is committed of a target now; null if it is not down, or not this member's
     */
    void take(List<String> down, Function<String, @Nullable ClusterTarget> committed, Instant now) {
        synchronized (lock) {
            for (String each : down) {
                ClusterTarget target = committed.apply(each);
                ClusterOutage outage = target == null ? null : target.outage();
                if (outage != null && !held.holds(each) && !firing.containsKey(Alert.key(each))) {
                    take(target, outage, now);
                }
            }
            // At once, for reminders are due from now on.
            paused = pausesAll ? Set.copyOf(firing.keySet()) : held.inMaintenance(firing.values(), maintenance.open());
            workers.forEach(worker -> worker.pauseReminders(paused));
        }
    }

    private void take(ClusterTarget down, ClusterOutage outage, Instant now) {
        String target = down.target();
        if (held.hold(target, outage.at(), renamed -> Alert.firing(target, outage, renamed))) {
            return;
        }
        Routed routed = take(target, outage);
        if (routed != null && workers.take(routed, window -> held.mayBeUnsent(down, outage, now.minus(window)))) {
            taken.add(routed.alert().key());
        }
    }

    /** Null if it is for no sink. */
    private @Nullable Routed take(String target, ClusterOutage outage) {
        AlertTarget about = targets.apply(target);
        if (about == null || about.sinks().isEmpty()) {
            return null;
        }
        Routed routed = new Routed(Alert.firing(target, outage, about), about.sinks());
        firing.put(routed.alert().key(), routed);
        return routed;
    }

    /**
     * The names of all sinks.
     *
     * @return in the order of the configuration
     */
    public List<String> sinks() {
        synchronized (lock) {
            return workers.names();
        }
    }

    /** The targets of which an alert goes on here, or is held. */
    List<String> goingOn() {
        synchronized (lock) {
            List<String> all = new ArrayList<>(held.targets());
            for (Routed each : firing.values()) {
                Alert.Subject subject = each.alert().subject();
                if (subject != null) {
                    all.add(subject.target());
                }
            }
            return all;
        }
    }

    /** Another member of the cluster goes on with what is known of a target. What waits to be sent is sent still. */
    void release(String target) {
        synchronized (lock) {
            String key = Alert.key(target);
            boolean unused = held.forget(target);
            firing.remove(key);
            taken.remove(key);
            workers.forEach(worker -> worker.release(key));
        }
    }

    /** As {@link #release}, of an outage that another member sends the end of: its beginning is not sent after that. */
    void withdraw(String target) {
        synchronized (lock) {
            release(target);
            String key = Alert.key(target);
            workers.forEach(worker -> worker.withdraw(key::equals));
        }
    }

    /** Other members send what this one has not sent. */
    void withdrawAll() {
        synchronized (lock) {
            goingOn().forEach(this::release);
            workers.forEach(worker -> worker.withdraw(key -> true));
        }
    }

    /**
     * Whether reminders of all alerts wait, and what windows have held: of a member that may not own its targets any
     * more.
     */
    void pauseAll(boolean pauses) {
        synchronized (lock) {
            pausesAll = pauses;
        }
    }

    @Override
    public void onRemoved(String target) {
        synchronized (lock) {
            boolean unused = held.forget(target);
            taken.remove(Alert.key(target));
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
            if (!pausesAll) {
                held.release(open, this::begin);
            }
            pauseReminders(pausesAll ? Set.copyOf(firing.keySet()) : held.inMaintenance(firing.values(), open));
        }
    }

    /** Each time anew: since the last call an alert may have begun again, or that call may have failed half way. */
    private void pauseReminders(Set<String> keys) {
        if (!keys.isEmpty() || !paused.isEmpty()) {
            // Where it fails for one of them, a later call still knows of the others.
            paused = keys.isEmpty() ? paused : keys;
            workers.forEach(worker -> worker.pauseReminders(keys));
            paused = keys;
        }
    }

    private void begin(StateChange down) {
        AlertTarget about = targets.apply(down.target());
        if (about != null && !about.sinks().isEmpty()) {
            begin(new Routed(Alert.firing(down, about), about.sinks()));
        }
    }

    private void begin(Routed routed) {
        firing.put(routed.alert().key(), routed);
        workers.send(routed.alert(), routed);
    }

    /** Removes it last: where there is no memory for its end, the removal of the target tries again. */
    private void end(Routed routed, Alert alert) {
        workers.send(alert, routed);
        firing.remove(alert.key());
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
            return workers.stats();
        }
    }

    /** How many alerts went to one of these, and have no other. */
    int withoutSink(Set<String> removed) {
        synchronized (lock) {
            return workers.withoutSink(removed, firing.values());
        }
    }

    @Override
    public void close() {
        Runnable joining;
        synchronized (lock) {
            closed = true;
            joining = workers.finish();
        }
        joining.run();
    }
}
