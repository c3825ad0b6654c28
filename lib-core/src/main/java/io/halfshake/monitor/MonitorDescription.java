package io.halfshake.monitor;

import io.halfshake.EngineReport;
import java.time.Duration;
import java.util.Collection;
import java.util.LongSummaryStatistics;
import org.jspecify.annotations.Nullable;

/** A monitor in words. */
final class MonitorDescription {
    private MonitorDescription() {}

    /**
     * @param settings of targets without their own
     * @param engine null of an unstubbed mock
     * @param witnesses null without any
     */
    static String of(
            TargetSettings settings,
            Collection<MonitoredTarget> targets,
            @Nullable EngineReport engine,
            @Nullable Witnesses witnesses) {
        return targets.size()
                + (targets.size() == 1 ? " target, " : " targets, ")
                + intervals(settings, targets)
                + (engine == null ? "" : ", engine " + engine.name())
                + (witnesses == null ? "" : ", " + witnesses.describe());
    }

    private static String intervals(TargetSettings settings, Collection<MonitoredTarget> targets) {
        LongSummaryStatistics nanos = targets.stream()
                .mapToLong(each -> each.effective.intervalNanos())
                .summaryStatistics();
        if (nanos.getCount() == 0) {
            nanos.accept(
                    EffectiveSettings.of(settings, TargetSettings.inherited()).intervalNanos());
        }
        return nanos.getMin() == nanos.getMax()
                ? "interval " + Duration.ofNanos(nanos.getMin())
                : "intervals " + Duration.ofNanos(nanos.getMin()) + " to " + Duration.ofNanos(nanos.getMax());
    }
}
