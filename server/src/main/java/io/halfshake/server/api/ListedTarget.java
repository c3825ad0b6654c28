package io.halfshake.server.api;

import io.halfshake.server.maintenance.TargetFacts;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A target, and what it is called.
 *
 * @param number its place in the order; no other target of the process ever has the same, and one that is added later
 *     has a higher one
 * @param target its text, as the monitor knows it
 * @param name for people; the text where the file has no name
 * @param group null if it is in none
 * @param labels in the order of their names; unmodifiable
 */
public record ListedTarget(
        long number, String target, String name, @Nullable String group, Map<String, String> labels) {
    /** Copies the map. */
    public ListedTarget {
        labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    /**
     * What maintenance windows select it by.
     *
     * @return the same each time
     */
    public TargetFacts facts() {
        return new TargetFacts(target, name, group, labels);
    }
}
