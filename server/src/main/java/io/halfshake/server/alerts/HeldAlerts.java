package io.halfshake.server.alerts;

import io.halfshake.cluster.ClusterOutage;
import io.halfshake.cluster.ClusterTarget;
import io.halfshake.server.maintenance.Maintenance;
import io.halfshake.server.maintenance.OpenWindows;
import io.halfshake.server.maintenance.TargetFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What began in a maintenance window, and is not sent before no window holds it any more. For one thread at a time. */
final class HeldAlerts {
    /** From when a message is due until a sink that works has accepted it, and others have missed its process. */
    private static final Duration MAX_SENDING = Duration.ofSeconds(30);

    private final Function<? super String, @Nullable AlertTarget> targets;
    private final Maintenance maintenance;
    private final Map<String, Held> outages = new LinkedHashMap<>();
    private @Nullable Routed blindness;

    /** Made when it is sent: the target may be called something else by then. */
    private record Held(String target, Function<AlertTarget, Alert> alert) {}

    HeldAlerts(Function<? super String, @Nullable AlertTarget> targets, Maintenance maintenance) {
        this.targets = targets;
        this.maintenance = maintenance;
    }

    /**
     * Holds it, in any case: where it cannot be sent now, for want of memory, it is sent later. Returns whether it
     * began in a window, by when it was decided: it may have waited for the listener since.
     */
    boolean hold(StateChange down) {
        outages.put(down.target(), new Held(down.target(), about -> Alert.firing(down, about)));
        return wasInMaintenance(down.target(), down.at());
    }

    /** Whether another process held an outage from one moment until another. */
    boolean wasHeld(String target, Instant since, Instant at) {
        TargetFacts facts = facts(target);
        return facts != null && maintenance.wasOpen(facts, since, at);
    }

    /** Whether the message may have waited, or been held, in a process that is gone, since its window has ended. */
    boolean mayBeUnsent(ClusterTarget down, ClusterOutage outage, Instant windowEnd) {
        Instant since = windowEnd.minus(MAX_SENDING);
        return !down.isHandedOver() && (outage.at().isAfter(since) || wasHeld(down.target(), outage.at(), since));
    }

    /** Holds the outage of another process if it began in a window, and has been in one since. */
    boolean hold(String target, Instant since, Function<AlertTarget, Alert> alert) {
        if (!wasHeld(target, since, maintenance.now())) {
            return false;
        }
        outages.put(target, new Held(target, alert));
        return true;
    }

    /** Holds it if a window is open for all targets. */
    boolean holdBlindness(Routed begun) {
        if (!maintenance.open().areForAll()) {
            return false;
        }
        blindness = begun;
        return true;
    }

    /** It is over, or the target is not watched any more. Returns whether it was held. */
    boolean forget(String target) {
        return outages.remove(target) != null;
    }

    /** The targets of what is held. */
    Set<String> targets() {
        return Set.copyOf(outages.keySet());
    }

    boolean holds(String target) {
        return outages.containsKey(target);
    }

    void forgetBlindness() {
        blindness = null;
    }

    /** Each is sent before it is forgotten: whatever fails in between, it is sent by a later call. */
    void release(OpenWindows open, Consumer<Routed> begin) {
        for (Iterator<Held> each = outages.values().iterator(); each.hasNext(); ) {
            Held held = each.next();
            if (!isInMaintenance(held.target(), open)) {
                AlertTarget about = targets.apply(held.target());
                if (about != null && !about.sinks().isEmpty()) {
                    begin.accept(new Routed(held.alert().apply(about), about.sinks()));
                }
                each.remove();
            }
        }
        Routed begun = blindness;
        if (begun != null && !open.areForAll()) {
            begin.accept(begun);
            blindness = null;
        }
    }

    /** The keys of those for which a window is open. */
    Set<String> inMaintenance(Collection<Routed> firing, OpenWindows open) {
        if (open.isEmpty()) {
            return Set.of();
        }
        Set<String> keys = new HashSet<>();
        for (Routed each : firing) {
            Alert.Subject subject = each.alert().subject();
            if (subject == null ? open.areForAll() : isInMaintenance(subject.target(), open)) {
                keys.add(each.alert().key());
            }
        }
        return keys;
    }

    private boolean wasInMaintenance(String target, Instant at) {
        TargetFacts facts = facts(target);
        return facts != null && maintenance.wasOpen(facts, at);
    }

    private boolean isInMaintenance(String target, OpenWindows open) {
        TargetFacts facts = open.isEmpty() ? null : facts(target);
        return facts != null && open.areFor(facts);
    }

    /** As it is called now, which may be in another way than when an alert began; null if it is being removed. */
    private @Nullable TargetFacts facts(String target) {
        AlertTarget about = targets.apply(target);
        return about == null ? null : new TargetFacts(target, about.name(), about.group(), about.labels());
    }
}
