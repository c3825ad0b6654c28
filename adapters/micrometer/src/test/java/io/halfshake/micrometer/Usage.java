package io.halfshake.micrometer;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;

/** The lines that docs/metrics.md shows. */
final class Usage {
    private Usage() {}

    static void bind(Monitor monitor, Checker checker, MeterRegistry registry) {
        new HalfshakeMonitorMetrics(monitor).bindTo(registry);
        new HalfshakeCheckerMetrics(checker).bindTo(registry);
    }

    static void bindTargets(Monitor monitor, Map<String, String> names, MeterRegistry registry) {
        TargetMetrics targets = TargetMetrics.enabled()
                .withLimit(200)
                .withTags(target -> Tags.of("name", names.getOrDefault(target, target)));
        new HalfshakeMonitorMetrics(monitor, Tags.of("monitor", "databases"), targets).bindTo(registry);
    }
}
