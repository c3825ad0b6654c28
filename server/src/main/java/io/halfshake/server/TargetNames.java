package io.halfshake.server;

import io.halfshake.server.config.TargetConfig;
import io.halfshake.server.metrics.TargetLabels;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** What the targets are called, by their texts. */
final class TargetNames {
    private final Map<String, TargetLabels> labels = new ConcurrentHashMap<>();

    void put(TargetConfig target) {
        labels.put(target.target().toString(), new TargetLabels(target.name(), target.group(), target.labels()));
    }

    void remove(String target) {
        labels.remove(target);
    }

    /** None of a target that is being removed. */
    TargetLabels labels(String target) {
        return labels.getOrDefault(target, TargetLabels.none());
    }

    /** The text itself, where the target has no other name. */
    String name(String target) {
        return Objects.requireNonNullElse(labels(target).name(), target);
    }
}
