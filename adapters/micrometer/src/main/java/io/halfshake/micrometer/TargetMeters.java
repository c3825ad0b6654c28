package io.halfshake.micrometer;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.OutageHistory;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.monitor.Transition;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of single targets, up to a limit. A target gets them with its first known state, and loses them when the
 * monitor tells its listeners that it was removed. Nothing is looked for in between: that a result needs no meter costs
 * it a look into a map.
 */
final class TargetMeters extends RoundTrips {
    private final Monitor monitor;
    private final TargetMetrics settings;
    private final Consumer<String> log;
    private final AtomicBoolean limitReported = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();

    /** Read without the lock too. */
    private final Map<String, Tags> shown = new ConcurrentHashMap<>();

    private final Map<BoundRegistry, Map<String, List<Meter>>> meters = new HashMap<>();

    /** Null but for the time in which all targets are visited. */
    private @Nullable Set<String> removedMeanwhile;

    private boolean visited;
    private boolean closed;

    TargetMeters(Monitor monitor, TargetMetrics settings, Consumer<String> log) {
        this.monitor = monitor;
        this.settings = settings;
        this.log = log;
    }

    /** Must be added to the monitor's listeners before, and not be called by two threads at once. */
    void bind(BoundRegistry registry) {
        lock.lock();
        try {
            Map<String, List<Meter>> added = new HashMap<>();
            shown.forEach((target, tags) -> added.put(target, register(registry, target, tags)));
            meters.put(registry, added);
        } finally {
            lock.unlock();
        }
        if (!visited) {
            try {
                visitTargets();
                visited = true;
            } finally {
                if (!visited) {
                    unbind(registry);
                }
            }
        }
    }

    private void unbind(BoundRegistry registry) {
        lock.lock();
        try {
            meters.remove(registry);
        } finally {
            lock.unlock();
        }
    }

    /** Those that had a state before the monitor knew this listener. */
    private void visitTargets() {
        setRemovedMeanwhile(new HashSet<>());
        try {
            monitor.forEachTarget(each -> show(each.target(), each.state(), true));
        } finally {
            setRemovedMeanwhile(null);
        }
    }

    private void setRemovedMeanwhile(@Nullable Set<String> targets) {
        lock.lock();
        try {
            removedMeanwhile = targets;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onTransition(Transition transition) {
        show(transition.target(), transition.to(), false);
    }

    @Override
    public void onResult(TargetResult found) {
        super.onResult(found);
        // Also one whose state was set when it was added, and one that found no room before.
        show(found.target(), found.state(), false);
    }

    @Override
    public void onRemoved(String target) {
        lock.lock();
        try {
            if (removedMeanwhile != null) {
                removedMeanwhile.add(target);
            }
            if (shown.remove(target) != null) {
                meters.forEach((registry, ofTargets) -> {
                    List<Meter> gone = ofTargets.remove(target);
                    if (gone != null) {
                        registry.remove(gone);
                    }
                });
            }
        } finally {
            lock.unlock();
        }
    }

    private void show(String target, TargetState state, boolean isVisit) {
        if (state == TargetState.UNKNOWN || shown.containsKey(target)) {
            return;
        }
        if (shown.size() < settings.limit()) {
            // Without the lock: it is the user's code.
            Tags tags = settings.tags(target);
            if (hasRoomFor(target, tags, isVisit)) {
                return;
            }
        }
        if (limitReported.compareAndSet(false, true)) {
            log.accept("more than " + settings.limit() + " targets: the others have no meters of their own"
                    + " (TargetMetrics.withLimit sets the limit)");
        }
    }

    /** Returns false where the limit is reached. */
    private boolean hasRoomFor(String target, Tags tags, boolean isVisit) {
        lock.lock();
        try {
            boolean wasRemoved = isVisit && removedMeanwhile != null && removedMeanwhile.contains(target);
            if (closed || wasRemoved || shown.containsKey(target)) {
                return true;
            }
            if (shown.size() >= settings.limit()) {
                return false;
            }
            shown.put(target, tags);
            registerInAll(target, tags);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A registry that refuses them does not keep them out of the others. It is asked once, not with each result. Of
     * several that refuse, the first exception has the others as suppressed ones.
     */
    private void registerInAll(String target, Tags tags) {
        RuntimeException failure = null;
        for (Map.Entry<BoundRegistry, Map<String, List<Meter>>> each : meters.entrySet()) {
            try {
                each.getValue().put(target, register(each.getKey(), target, tags));
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else if (failure != e) {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** All of a target's meters, or none where one is refused. */
    private List<Meter> register(BoundRegistry registry, String target, Tags tags) {
        List<Meter> added = new ArrayList<>();
        boolean complete = false;
        try {
            added.add(registry.gauge(
                    "halfshake.target.up",
                    "1 while the target is up, 0 while it is down",
                    tags,
                    () -> read(target, TargetMeters::up)));
            added.add(registry.timeGauge(
                    "halfshake.target.unobserved.time",
                    "Time for which the target was not observed, and counts as neither up nor down",
                    tags,
                    () -> nanos(target, OutageHistory::unobservedTotal)));
            added.add(registry.timeGauge(
                    "halfshake.target.down.time",
                    "Time for which the target was down, at least",
                    tags,
                    () -> nanos(target, history -> history.downtime().shortest())));
            added.add(registry.timeGauge(
                    "halfshake.target.down.time.max",
                    "Time for which the target was down, at most",
                    tags,
                    () -> nanos(target, history -> history.downtime().longest())));
            complete = true;
            return List.copyOf(added);
        } finally {
            if (!complete) {
                registry.remove(added);
            }
        }
    }

    private double nanos(String target, Function<OutageHistory, Duration> value) {
        return read(target, status -> value.apply(status.outageHistory()).toNanos());
    }

    /** NaN for a target that was removed a moment ago. */
    private double read(String target, ToDoubleFunction<TargetStatus> value) {
        TargetStatus status = monitor.status(target);
        return status == null ? Double.NaN : value.applyAsDouble(status);
    }

    private static double up(TargetStatus status) {
        return switch (status.state()) {
            case UP -> 1;
            case DOWN -> 0;
            // Another target of the same name, added a moment ago.
            case UNKNOWN -> Double.NaN;
        };
    }

    /** After this, registries are changed by nothing but their owner. */
    void close() {
        lock.lock();
        try {
            closed = true;
            shown.clear();
            meters.clear();
        } finally {
            lock.unlock();
        }
    }
}
