package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.testing.FakeChecker;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class ConditionsTest {
    private static final String HEALTH = "halfshakeHealthContributor";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    HalfshakeAutoConfiguration.class,
                    HalfshakeHealthContributorAutoConfiguration.class,
                    HalfshakeEndpointAutoConfiguration.class))
            .withBean(Checker.class, FakeChecker::create);

    @Test
    void health_isThereByDefault() {
        runner.run(context -> assertThat(context).hasBean(HEALTH).doesNotHaveBean(HalfshakeEndpoint.class));
    }

    @Test
    void health_isTurnedOffByTheUsualProperty() {
        runner.withPropertyValues("management.health.halfshake.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(HEALTH)
                        .doesNotHaveBean("halfshakeHealthGroups")
                        .hasSingleBean(Monitor.class));
    }

    @Test
    void endpoint_isThereWhereItIsExposed() {
        runner.withPropertyValues("management.endpoints.web.exposure.include=halfshake")
                .run(context -> assertThat(context).hasSingleBean(HalfshakeEndpoint.class));
    }

    /** By way of an import, as in an application: then the class files are read without loading what they name. */
    @Test
    void withoutActuator_monitorRunsWithoutHealthAndEndpoint() {
        new ApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withBean(Checker.class, FakeChecker::create)
                .withClassLoader(
                        new FilteredClassLoader("org.springframework.boot.actuate", "org.springframework.boot.health"))
                .withPropertyValues("management.endpoints.web.exposure.include=halfshake")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Monitor.class)
                        .doesNotHaveBean(HEALTH)
                        .doesNotHaveBean(HalfshakeEndpoint.class));
    }

    @Test
    void negativeMaxComponents_failsTheStart() {
        runner.withPropertyValues("halfshake.health.max-components=-1")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("halfshake.health.max-components: -1 (expected >= 0)"));
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        HalfshakeAutoConfiguration.class,
        HalfshakeHealthContributorAutoConfiguration.class,
        HalfshakeEndpointAutoConfiguration.class
    })
    static class Application {}
}
