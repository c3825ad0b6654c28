package io.halfshake.microprofile.health;

import io.halfshake.microprofile.health.HalfshakeProperties.HealthProperties;
import io.halfshake.monitor.MonitorStats;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The health of all targets, and of those that make the application unready. Reads the monitor's memory at each
 * request, so that targets come and go, and makes no check.
 */
final class TargetsHealth {
    private final HalfshakeTargets targets;
    private final HealthProperties properties;

    TargetsHealth(HalfshakeTargets targets, HealthProperties properties) {
        if (properties.maxComponents() < 0) {
            throw new InvalidPropertyException(
                    "halfshake.health.max-components", properties.maxComponents() + " (expected >= 0)");
        }
        this.targets = targets;
        this.properties = properties;
    }

    /**
     * Misspelt, it would silently leave the application ready.
     *
     * @throws InvalidPropertyException if a name in {@code halfshake.health.readiness} is none of a target or a group
     */
    void requireReadinessTargets() {
        for (String each : properties.readiness()) {
            if (targets.matching(each).stream()
                    .allMatch(target -> targets.monitor().status(target) == null)) {
                throw new InvalidPropertyException(
                        "halfshake.health.readiness", "\"" + each + "\" (expected the name or group of a target)");
            }
        }
    }

    TargetsReport all() {
        MonitorStats stats = targets.monitor().stats();
        if (stats.targets() > properties.maxComponents()) {
            return summary(stats);
        }
        return report(targets.monitor().targets(), properties.affectsStatus());
    }

    TargetsReport readiness() {
        Set<String> named = properties.readiness().stream()
                .flatMap(each -> targets.matching(each).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return report(named, true);
    }

    private TargetsReport report(Iterable<String> of, boolean affectsStatus) {
        TargetsReport report = new TargetsReport();
        for (String target : of) {
            TargetStatus status = targets.monitor().status(target);
            if (status != null) {
                report.add(targets, status);
                if (affectsStatus && status.state() == TargetState.DOWN) {
                    report.down();
                }
            }
        }
        return report;
    }

    private TargetsReport summary(MonitorStats stats) {
        TargetsReport report = new TargetsReport();
        report.add("targets", stats.targets());
        report.add("up", stats.up());
        report.add("down", stats.down());
        report.add("unknown", stats.unknown());
        String blindSince = TargetsReport.blindSince(targets.monitor());
        if (blindSince != null) {
            report.add("blindSince", blindSince);
        }
        if (stats.down() > 0) {
            report.add(
                    "longestDown",
                    LongestDown.of(targets.monitor()).stream()
                            .map(targets::name)
                            .collect(Collectors.joining(", ")));
            if (properties.affectsStatus()) {
                report.down();
            }
        }
        return report;
    }
}
