package io.halfshake.monitor;

import io.halfshake.Target;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The targets of one monitor by their text, and how they come and go. */
final class TargetRegistry {
    private final TargetSettings settings;
    private final StartSpread startSpread;
    private final boolean asksHosts;
    private final MonitorContext context;
    private final Listeners listeners;
    private final Map<String, MonitoredTarget> targets = new ConcurrentHashMap<>();
    private final AtomicInteger added = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Makes one without targets.
     *
     * @param settings of targets without their own
     * @param asksHosts whether a target needs no port
     */
    TargetRegistry(
            TargetSettings settings,
            StartSpread startSpread,
            boolean asksHosts,
            MonitorContext context,
            Listeners listeners) {
        this.settings = settings;
        this.startSpread = startSpread;
        this.asksHosts = asksHosts;
        this.context = context;
        this.listeners = listeners;
    }

    Target parse(String target) {
        return asksHosts ? Target.parseHost(target) : Target.parse(target);
    }

    /**
     * Begins to monitor a target.
     *
     * @param checkpoint what is known of it; null if nothing is
     * @throws IllegalArgumentException if the text is no target, or is there already, or the settings contradict
     * @throws IllegalStateException if this is closed
     */
    void add(String target, TargetSettings overrides, @Nullable TargetCheckpoint checkpoint) {
        Target unused = parse(target);
        EffectiveSettings effective = context.interner.plan(EffectiveSettings.of(settings, overrides));
        int number = added.getAndIncrement();
        ClockSample now = context.sample();
        MonitoredTarget newcomer = new MonitoredTarget(target, effective, context, number, now.wall());
        if (checkpoint != null) {
            newcomer.adopt(checkpoint, now, context.stalls.droppedLength());
        }
        TargetState state = newcomer.state();
        if (closed.get()) {
            throw closedException();
        }
        if (targets.putIfAbsent(target, newcomer) != null) {
            throw new IllegalArgumentException("target: \"" + target + "\" (expected one that is not monitored yet)");
        }
        context.count(state, 1);
        if (!newcomer.begin(now.nanos() + startSpread.delay(number, now.nanos(), effective))) {
            remove(target);
            throw closedException();
        }
    }

    /** Returns false if there was none. */
    boolean remove(String target) {
        MonitoredTarget gone = targets.get(target);
        return gone != null && forget(gone, gone.remove());
    }

    /** Returns null if there was none. */
    @Nullable
    TargetCheckpoint release(String target) {
        MonitoredTarget gone = targets.get(target);
        if (gone == null) {
            return null;
        }
        // First: from here on no result changes it.
        TargetState last = gone.remove();
        // Before it is forgotten: where there is no memory for it, it can be released once more.
        TargetCheckpoint checkpoint = checkpoint(gone);
        return forget(gone, last) ? checkpoint : null;
    }

    /** Returns null if there is none. */
    @Nullable
    TargetCheckpoint checkpoint(String target) {
        MonitoredTarget found = targets.get(target);
        return found == null ? null : checkpoint(found);
    }

    private TargetCheckpoint checkpoint(MonitoredTarget target) {
        return target.checkpointNow(context.stalls.copy(context.latest().nanos()));
    }

    /** Frees its name, after its schedule has ended. Returns false if another thread did so. */
    private boolean forget(MonitoredTarget gone, TargetState last) {
        // First: what listeners hear of it comes before anything of a successor.
        announceRemoval(gone);
        if (!targets.remove(gone.target, gone)) {
            return false;
        }
        context.count(last, -1);
        return true;
    }

    private void announceRemoval(MonitoredTarget gone) {
        List<ListenerDispatcher> waiting;
        synchronized (gone) {
            if (gone.isRemovalAnnounced()) {
                return;
            }
            waiting = listeners.enqueueRemoval(gone.target);
            gone.removalAnnounced();
        }
        listeners.submit(gone.target, waiting);
    }

    /** Returns null if there is none. */
    @Nullable
    MonitoredTarget find(String target) {
        return targets.get(target);
    }

    int count() {
        return targets.size();
    }

    /** In no particular order. They may change meanwhile. */
    Collection<MonitoredTarget> all() {
        return targets.values();
    }

    /** A copy, in the order in which they were added. */
    List<MonitoredTarget> inOrder() {
        return targets.values().stream()
                .sorted(Comparator.comparingInt(each -> each.number))
                .toList();
    }

    /** From now on none is added. Returns false if that was so already. */
    boolean close() {
        return closed.compareAndSet(false, true);
    }

    boolean isClosed() {
        return closed.get();
    }

    static IllegalStateException closedException() {
        return new IllegalStateException("monitor: closed (expected to be open)");
    }
}
