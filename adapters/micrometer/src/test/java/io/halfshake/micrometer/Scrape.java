package io.halfshake.micrometer;

import io.halfshake.testing.TestMonitor;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;

/** What Prometheus gets of a monitor with two targets, which have meters of their own, and of a checker. */
final class Scrape {
    private Scrape() {}

    static String text() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.throwExceptionOnRegistrationFailure();
        try (TestMonitor test = TestMonitor.create(monitor -> monitor.startSpread(Duration.ZERO))) {
            new HalfshakeMonitorMetrics(test.monitor(), Tags.empty(), TargetMetrics.enabled()).bindTo(registry);
            new HalfshakeCheckerMetrics(new StubChecker()).bindTo(registry);
            test.watch("db:5432").up(Duration.ofMillis(2));
            test.watch("[::1]:6379").refused();
            test.advance(Duration.ofSeconds(1));
            return registry.scrape();
        }
    }
}
