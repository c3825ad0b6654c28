package io.halfshake.server;

import io.halfshake.server.alerts.AlertTarget;
import io.halfshake.server.api.ListedTarget;
import io.halfshake.server.api.TargetDirectory;
import io.halfshake.server.config.TargetConfig;
import io.halfshake.server.maintenance.OpenWindows;
import io.halfshake.server.metrics.TargetLabels;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the targets are called, by their texts, and their order. Read by any thread, changed by one at a time. */
final class TargetNames implements TargetDirectory {
    private final Map<String, TargetLabels> labels = new ConcurrentHashMap<>();
    private final Map<String, ListedTarget> listed = new ConcurrentHashMap<>();
    private final NavigableMap<Long, ListedTarget> order = new ConcurrentSkipListMap<>();
    private final Map<String, AlertTarget> alerts = new ConcurrentHashMap<>();
    private final Supplier<OpenWindows> maintenance;
    private volatile Consumer<String> onChange = target -> {};
    private long next;

    /** The supplier has the maintenance windows that are open now, and must not wait. */
    TargetNames(Supplier<OpenWindows> maintenance) {
        this.maintenance = maintenance;
    }

    /** Hears of each target that was added, removed, called something else, or put into maintenance or out of it. */
    void onChange(Consumer<String> listener) {
        onChange = listener;
    }

    /** One that has a name already keeps its place. */
    void put(TargetConfig target) {
        ListedTarget before = listed.get(target.target().toString());
        put(target, before == null ? next++ : before.number());
    }

    /** One that has a name already loses its place. */
    void putLast(TargetConfig target) {
        ListedTarget before = listed.get(target.target().toString());
        put(target, next++);
        if (before != null) {
            order.remove(before.number());
        }
    }

    private void put(TargetConfig target, long number) {
        String text = target.target().toString();
        ListedTarget now = new ListedTarget(number, text, target.name(), target.group(), target.labels());
        labels.put(text, new TargetLabels(target.name(), target.group(), target.labels()));
        alerts.put(text, new AlertTarget(target.name(), target.group(), target.labels(), target.alerts()));
        listed.put(text, now);
        order.put(now.number(), now);
        changed(text);
    }

    void remove(String target) {
        labels.remove(target);
        alerts.remove(target);
        ListedTarget before = listed.remove(target);
        if (before != null) {
            order.remove(before.number());
        }
        changed(target);
    }

    /** Something about a target is not as it was. */
    void changed(String target) {
        onChange.accept(target);
    }

    @Override
    public Iterable<ListedTarget> after(long number) {
        return order.tailMap(number, false).values();
    }

    @Override
    public @Nullable ListedTarget find(String target) {
        return listed.get(target);
    }

    @Override
    public OpenWindows maintenance() {
        return maintenance.get();
    }

    /** None of a target that is being removed. */
    TargetLabels labels(String target) {
        return labels.getOrDefault(target, TargetLabels.none());
    }

    /** Null for a target that is being removed. */
    @Nullable
    AlertTarget alertTarget(String target) {
        return alerts.get(target);
    }

    /** The text itself, where the target has no other name. */
    String name(String target) {
        return Objects.requireNonNullElse(labels(target).name(), target);
    }
}
