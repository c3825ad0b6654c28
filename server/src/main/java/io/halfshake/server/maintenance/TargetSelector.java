package io.halfshake.server.maintenance;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Selects the targets that have all that is given here.
 *
 * @param target the text of one; null for any
 * @param group null for any, and for none
 * @param name unique in a group only; null for any
 * @param labels by name, where an empty value is the same as no such label; empty for any
 */
public record TargetSelector(
        @Nullable String target,
        @Nullable String group,
        @Nullable String name,
        Map<String, String> labels) {
    /** Copies the map. */
    public TargetSelector {
        labels = Map.copyOf(labels);
    }

    /**
     * Whether a target has all of it.
     *
     * @param facts of the target
     * @return true also if nothing is given
     */
    public boolean selects(TargetFacts facts) {
        return (target == null || target.equals(facts.target()))
                && (group == null || group.equals(facts.group()))
                && (name == null || name.equals(facts.name()))
                && labels.entrySet().stream()
                        .allMatch(
                                label -> label.getValue().equals(facts.labels().getOrDefault(label.getKey(), "")));
    }
}
