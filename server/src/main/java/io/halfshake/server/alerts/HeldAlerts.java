package io.halfshake.server.alerts;

import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetCheckpoint.OpenOutage;
import io.halfshake.monitor.Transition;
import io.halfshake.server.maintenance.Maintenance;
import io.halfshake.server.maintenance.OpenWindows;
import io.halfshake.server.maintenance.TargetFacts;
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
    boolean hold(Transition down) {
        outages.put(down.target(), new Held(down.target(), about -> Alert.firing(down, about)));
        return wasInMaintenance(down.target(), down.at());
    }

    /** Whether an earlier process held an outage until this moment. */
    boolean wasHeld(TargetCheckpoint down, Instant at) {
        TargetFacts facts = facts(down.target());
        return facts != null && maintenance.wasOpen(facts, down.since(), at);
    }

    /** Holds the outage of an earlier process if it began in a window, and has been in one since. */
    boolean hold(TargetCheckpoint down, OpenOutage outage) {
        String target = down.target();
        if (!wasHeld(down, maintenance.now())) {
            return false;
        }
        outages.put(target, new Held(target, about -> Alert.adopted(target, outage, about)));
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

    /** It is over, or the target is not watched any more. */
    void forget(String target) {
        outages.remove(target);
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
