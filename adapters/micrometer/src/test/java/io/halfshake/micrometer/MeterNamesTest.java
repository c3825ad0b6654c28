package io.halfshake.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.testing.TestMonitor;
import io.micrometer.core.instrument.HighCardinalityTagsDetector;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Names, types, units, tags and descriptions are what users' dashboards and alerts rely on. */
class MeterNamesTest {
    private static final int MAX_SERIES = 60;

    /** Reasons are the tag with the most values. */
    private static final int MAX_METERS_OF_A_NAME = 15;

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final TestMonitor test = TestMonitor.create();

    @Test
    void metersOfAMonitor_areAsExpected() throws IOException {
        new HalfshakeMonitorMetrics(test.monitor()).bindTo(registry);

        Meters.assertSame(Meters.describe(registry), "monitor-meters.txt");
    }

    @Test
    void metersOfAChecker_areAsExpected() throws IOException {
        new HalfshakeCheckerMetrics(new StubChecker()).bindTo(registry);

        Meters.assertSame(Meters.describe(registry), "checker-meters.txt");
    }

    @Test
    void metersOfATarget_areAsExpected() throws IOException {
        TargetMetrics named = TargetMetrics.enabled().withTags(target -> Tags.of("name", "orders", "group", "data"));
        new HalfshakeMonitorMetrics(test.monitor(), Tags.empty(), named).bindTo(registry);
        test.watch("db:5432").up();
        test.advance(Duration.ofSeconds(1));
        registry.getMeters().stream()
                .filter(meter -> !meter.getId().getName().startsWith("halfshake.target."))
                .forEach(registry::remove);

        Meters.assertSame(Meters.describe(registry), "target-meters.txt");
    }

    @Test
    void numberOfMeters_doesNotDependOnTheTargets() {
        new HalfshakeMonitorMetrics(test.monitor()).bindTo(registry);
        new HalfshakeCheckerMetrics(test.checker()).bindTo(registry);
        int before = registry.getMeters().size();
        test.checker().otherwise().up();
        for (int i = 1; i <= 1_000; i++) {
            test.monitor().add("db:" + i);
        }
        test.advance(Duration.ofSeconds(10));

        assertThat(test.monitor().stats().up()).isEqualTo(1_000);
        assertThat(registry.getMeters()).hasSize(before).hasSizeLessThan(MAX_SERIES);
        try (HighCardinalityTagsDetector detector =
                new HighCardinalityTagsDetector(registry, MAX_METERS_OF_A_NAME, Duration.ofMinutes(1))) {
            assertThat(detector.findFirst()).isEmpty();
        }
    }

    @Test
    void detector_findsTheMetersOfTargets() {
        new HalfshakeMonitorMetrics(test.monitor(), Tags.empty(), TargetMetrics.enabled()).bindTo(registry);
        test.checker().otherwise().up();
        for (int i = 0; i <= MAX_METERS_OF_A_NAME; i++) {
            test.monitor().add("db:8" + i);
        }
        test.advance(Duration.ofSeconds(10));

        try (HighCardinalityTagsDetector detector =
                new HighCardinalityTagsDetector(registry, MAX_METERS_OF_A_NAME, Duration.ofMinutes(1))) {
            assertThat(detector.findFirst())
                    .hasValueSatisfying(name -> assertThat(name).startsWith("halfshake.target."));
        }
    }

    /** Each of the two runs of these tests has the Micrometer that it is for. */
    @Test
    void micrometer_isTheVersionToBeTested() {
        String version = Objects.requireNonNull(System.getProperty("halfshake.micrometer.version"));
        String jar = MeterRegistry.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();

        assertThat(jar).contains("micrometer-core-" + version);
    }
}
