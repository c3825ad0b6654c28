package io.halfshake.server.metrics;

import io.halfshake.internal.Arguments;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The labels of one target's metrics, beside {@code target}, which is its text.
 *
 * @param name a name of its own; null where the target's text is the name
 * @param group the group; null where it is in none, and then the label is left out
 * @param more further labels, by name; those with an empty value are left out, as Prometheus takes them for absent
 */
public record TargetLabels(@Nullable String name, @Nullable String group, Map<String, String> more) {
    private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Set<String> OWN = Set.of("target", "name", "group");
    private static final TargetLabels NONE = new TargetLabels(null, null, Map.of());

    /**
     * Checks the names of further labels.
     *
     * @throws IllegalArgumentException if one is not a label name of Prometheus, begins with {@code __}, which
     *     Prometheus keeps for itself, or is {@code target}, {@code name} or {@code group}
     */
    public TargetLabels {
        more.keySet().forEach(TargetLabels::requireName);
        more = Map.copyOf(more);
    }

    /**
     * Of a target that has neither name, group nor labels.
     *
     * @return always the same
     */
    public static TargetLabels none() {
        return NONE;
    }

    private static void requireName(String label) {
        if (!LABEL_NAME.matcher(label).matches()) {
            throw Arguments.wrong("label", label, "letters, digits and underscores, not a digit first");
        }
        if (label.startsWith("__")) {
            throw Arguments.wrong("label", label, "one that does not begin with __");
        }
        if (OWN.contains(label)) {
            throw Arguments.wrong("label", label, "another than target, name and group, which every target has");
        }
    }

    /**
     * The labels of the metrics of a target.
     *
     * @param target its text
     * @return with the text
     */
    public Labels of(String target) {
        Map<String, String> all = new TreeMap<>(more);
        all.put("target", target);
        all.put("name", name == null ? target : name);
        all.put("group", group == null ? "" : group);
        all.values().removeIf(String::isEmpty);
        return Labels.of(all.keySet().toArray(String[]::new), all.values().toArray(String[]::new));
    }
}
