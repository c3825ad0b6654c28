package io.halfshake.spring.boot;

import io.halfshake.Checker;
import io.halfshake.micrometer.HalfshakeCheckerMetrics;
import io.halfshake.micrometer.HalfshakeMonitorMetrics;
import io.halfshake.micrometer.TargetMetrics;
import io.halfshake.monitor.Monitor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Meters of checker and monitor, where Micrometer and {@code halfshake-micrometer} are there. */
@AutoConfiguration(
        after = HalfshakeAutoConfiguration.class,
        // Of Spring Boot 3.5, and of 4.
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnClass(
        name = {"io.micrometer.core.instrument.MeterRegistry", "io.halfshake.micrometer.HalfshakeMonitorMetrics"})
@ConditionalOnBean({MeterRegistry.class, HalfshakeTargets.class})
public final class HalfshakeMetricsAutoConfiguration {
    HalfshakeMetricsAutoConfiguration() {}

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    HalfshakeCheckerMetrics halfshakeCheckerMetrics(Checker checker) {
        return new HalfshakeCheckerMetrics(checker);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    HalfshakeMonitorMetrics halfshakeMonitorMetrics(
            Monitor monitor, HalfshakeTargets targets, HalfshakeProperties properties) {
        int limit = properties.metrics().maxTargets();
        if (limit < 0) {
            throw new InvalidPropertyException("halfshake.metrics.max-targets", limit + " (expected >= 0)");
        }
        if (limit == 0) {
            return new HalfshakeMonitorMetrics(monitor);
        }
        TargetMetrics ofTargets = TargetMetrics.enabled().withLimit(limit).withTags(target -> tags(targets, target));
        return new HalfshakeMonitorMetrics(monitor, Tags.empty(), ofTargets);
    }

    /** The same keys for each target, as Prometheus wants: an empty value is a label that is not there. */
    private static Tags tags(HalfshakeTargets targets, String target) {
        String group = targets.group(target);
        return Tags.of("name", targets.name(target), "group", group == null ? "" : group);
    }
}
