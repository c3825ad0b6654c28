package io.halfshake.spring.boot;

import io.halfshake.monitor.MonitorStats;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.spring.boot.HalfshakeProperties.HealthProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The components of the health {@code halfshake}: one for each target, or one for all where there are too many. Reads
 * the monitor's memory at each request, so that targets come and go, and makes no check.
 */
final class HealthComponents {
    /** The component that stands for all targets. */
    static final String SUMMARY = "summary";

    private final HalfshakeTargets targets;
    private final HealthProperties properties;
    private final Set<String> included;

    /**
     * @param included the components that some health group includes by name: each is there however many targets there
     *     are, or the group would silently be without it
     */
    HealthComponents(HalfshakeTargets targets, HealthProperties properties, Set<String> included) {
        if (properties.maxComponents() < 0) {
            throw new InvalidPropertyException(
                    "halfshake.health.max-components", properties.maxComponents() + " (expected >= 0)");
        }
        this.targets = targets;
        this.properties = properties;
        this.included = new TreeSet<>(included);
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        boolean tooMany = targets.monitor().stats().targets() > properties.maxComponents();
        if (tooMany || included.contains(SUMMARY)) {
            names.add(SUMMARY);
        }
        if (tooMany) {
            included.stream()
                    .filter(name -> !name.equals(SUMMARY) && exists(name))
                    .forEach(names::add);
        } else {
            names.addAll(targets.names());
        }
        return names;
    }

    /** Not by its text for a target that has a name: a group that includes it so would include nothing. */
    boolean exists(String name) {
        String target = targets.target(name);
        return name.equals(SUMMARY)
                || (targets.name(target).equals(name) && targets.monitor().status(target) != null);
    }

    /** Unknown where the target was removed since it was listed. */
    ComponentHealth health(String name, boolean withDetails) {
        if (name.equals(SUMMARY)) {
            return summary(withDetails);
        }
        TargetStatus status = targets.monitor().status(targets.target(name));
        if (status == null) {
            return new ComponentHealth(ComponentHealth.UNKNOWN, Map.of());
        }
        return new ComponentHealth(code(status.state()), withDetails ? TargetDetails.brief(targets, status) : Map.of());
    }

    private ComponentHealth summary(boolean withDetails) {
        MonitorStats stats = targets.monitor().stats();
        TargetState worst = stats.down() > 0
                ? TargetState.DOWN
                : stats.up() > 0 || stats.targets() == 0 ? TargetState.UP : TargetState.UNKNOWN;
        return new ComponentHealth(code(worst), withDetails ? summaryDetails(stats) : Map.of());
    }

    private Map<String, Object> summaryDetails(MonitorStats stats) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("targets", stats.targets());
        details.put("up", stats.up());
        details.put("down", stats.down());
        details.put("unknown", stats.unknown());
        TargetDetails.putIfPresent(details, "blindSince", TargetDetails.blindSince(targets.monitor()));
        List<Map<String, Object>> down = longestDown();
        if (!down.isEmpty()) {
            details.put("longestDown", down);
        }
        return details;
    }

    private List<Map<String, Object>> longestDown() {
        return LongestDown.of(targets.monitor()).stream()
                .map(targets.monitor()::status)
                .filter(status -> status != null && status.state() == TargetState.DOWN)
                .map(status -> TargetDetails.line(targets, status))
                .toList();
    }

    private String code(TargetState state) {
        return switch (state) {
            case UP -> ComponentHealth.UP;
            case DOWN -> properties.affectsStatus() ? ComponentHealth.DOWN : ComponentHealth.TARGET_DOWN;
            case UNKNOWN -> ComponentHealth.UNKNOWN;
        };
    }
}
