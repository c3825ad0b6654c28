package io.halfshake.server.config;

import io.halfshake.Target;
import io.halfshake.monitor.TargetSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A target to watch. Two are equal if all but their positions is.
 *
 * @param name for people; the target's text where the file has no name; unique in its group
 * @param group null if it is in none
 * @param target unique in the configuration
 * @param labels for metrics, by name; immutable
 * @param settings how it is monitored, with the defaults of the file applied; they do not contradict each other
 * @param alerts the names of those who want to know; immutable
 * @param position where it is in the file
 */
public record TargetConfig(
        String name,
        @Nullable String group,
        Target target,
        Map<String, String> labels,
        TargetSettings settings,
        List<String> alerts,
        SourcePosition position) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TargetConfig that
                && name.equals(that.name)
                && Objects.equals(group, that.group)
                && target.equals(that.target)
                && labels.equals(that.labels)
                && settings.equals(that.settings)
                && alerts.equals(that.alerts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, group, target, labels, settings, alerts);
    }
}
