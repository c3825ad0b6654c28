package io.halfshake.server.alerts;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What alerts need to know of a target.
 *
 * @param name for people
 * @param group null if it is in none
 * @param labels those of the file, by name
 * @param sinks the names of those to which its alerts go
 */
public record AlertTarget(String name, @Nullable String group, Map<String, String> labels, List<String> sinks) {
    /** Copies labels and sinks. */
    public AlertTarget {
        labels = Map.copyOf(labels);
        sinks = List.copyOf(sinks);
    }
}
