package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.micrometer.HalfshakeCheckerMetrics;
import io.halfshake.micrometer.HalfshakeMonitorMetrics;
import io.halfshake.monitor.Monitor;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.TestMonitor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class HalfshakeMetricsAutoConfigurationTest {
    private final TestMonitor test = TestMonitor.create();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ApplicationContextRunner withoutRegistry = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(HalfshakeAutoConfiguration.class, HalfshakeMetricsAutoConfiguration.class))
            .withBean(Checker.class, test::checker)
            .withBean(Monitor.class, test::monitor);
    private final ApplicationContextRunner runner = withoutRegistry.withBean(MeterRegistry.class, () -> registry);

    @Test
    void meters_areThereWhereARegistryIs() {
        runner.run(context -> assertThat(context)
                .hasSingleBean(HalfshakeCheckerMetrics.class)
                .hasSingleBean(HalfshakeMonitorMetrics.class));
        withoutRegistry.run(context -> assertThat(context).doesNotHaveBean(HalfshakeMonitorMetrics.class));
    }

    @Test
    void targets_haveNoMetersByDefault() {
        test.checker().on("db:5432").up();

        runner.withPropertyValues("halfshake.targets[0].target=db:5432").run(context -> {
            context.getBean(HalfshakeMonitorMetrics.class).bindTo(registry);
            test.advance(Duration.ofSeconds(1));

            assertThat(registry.get("halfshake.monitor.targets")
                            .tag("state", "up")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            assertThat(registry.find("halfshake.target.up").meters()).isEmpty();
        });
    }

    @Test
    void targets_haveMetersWithTheirNamesWhenAskedFor() {
        test.checker().on("db:5432").up();

        runner.withPropertyValues(
                        "halfshake.metrics.max-targets=10",
                        "halfshake.targets[0].target=db:5432",
                        "halfshake.targets[0].name=db",
                        "halfshake.targets[0].group=data")
                .run(context -> {
                    context.getBean(HalfshakeMonitorMetrics.class).bindTo(registry);
                    test.advance(Duration.ofSeconds(1));

                    assertThat(registry.get("halfshake.target.up")
                                    .tags("name", "db", "group", "data", "target", "db:5432")
                                    .gauge()
                                    .value())
                            .isEqualTo(1);
                });
    }

    @Test
    void closedContext_removesItsMetersFromARegistryThatGoesOn() {
        MeterRegistry shared = new SimpleMeterRegistry();
        withoutRegistry
                .withBean(MeterRegistry.class, () -> shared, definition -> definition.setDestroyMethodName(""))
                .run(context -> {
                    context.getBean(HalfshakeMonitorMetrics.class).bindTo(shared);
                    context.getBean(HalfshakeCheckerMetrics.class).bindTo(shared);
                    assertThat(shared.getMeters()).isNotEmpty();
                });

        assertThat(shared.isClosed()).isFalse();
        assertThat(shared.getMeters()).isEmpty();
    }

    @Test
    void negativeMaxTargets_failsTheStart() {
        runner.withPropertyValues("halfshake.metrics.max-targets=-1")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("halfshake.metrics.max-targets: -1 (expected >= 0)"));
    }

    @Test
    void withoutMicrometer_monitorRunsWithoutMeters() {
        new ApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withBean(Checker.class, FakeChecker::create)
                .withClassLoader(new FilteredClassLoader("io.micrometer", "io.halfshake.micrometer"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Monitor.class)
                        .doesNotHaveBean("halfshakeMonitorMetrics"));
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({HalfshakeAutoConfiguration.class, HalfshakeMetricsAutoConfiguration.class})
    static class Application {}
}
