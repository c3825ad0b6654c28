package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.Monitor;
import io.halfshake.spring.boot.HalfshakeProperties.HealthProperties;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class WitnessesTest {
    private static final HealthProperties DEFAULTS = new HealthProperties(false, 100);

    private final TestMonitor test = TestMonitor.create(builder -> builder.witnesses(List.of("gateway:53"), 1));

    /** The target is up, and later silent as the witness is. */
    private HalfshakeTargets targets() {
        test.checker().on("gateway:53").up().timesOut();
        test.checker().on("db:5432").up().timesOut();
        HalfshakeTargets targets = Configurations.start(test.monitor(), Configurations.target("db", "db:5432", null));
        test.advance(Duration.ofSeconds(1));
        return targets;
    }

    @Test
    void witnesses_areThoseOfTheConfiguration() {
        TestApplication application = new TestApplication();
        application.fake.otherwise().up();

        application
                .runner
                .withPropertyValues("halfshake.witnesses.targets=gateway:53,dns:53", "halfshake.witnesses.quorum=2")
                .run(context ->
                        assertThat(context.getBean(Monitor.class).describe()).endsWith(", quorum 2 of 2 witnesses"));
        application
                .runner
                .withPropertyValues("halfshake.witnesses.targets[0]=gateway:53")
                .run(context ->
                        assertThat(context.getBean(Monitor.class).describe()).endsWith(", quorum 1 of 1 witness"));
        application.runner.run(
                context -> assertThat(context.getBean(Monitor.class).describe()).doesNotContain("witness"));
    }

    @Test
    void health_keepsTheStatusAndTellsSinceWhenTheMonitorIsBlind() {
        HealthComponents components = new HealthComponents(targets(), DEFAULTS, Set.of());
        assertThat(components.health("db", true).details()).doesNotContainKey("blindSince");
        assertThat(components.health("summary", true).details()).doesNotContainKey("blindSince");

        test.advance(Duration.ofMinutes(1));

        String since = Objects.requireNonNull(test.monitor().blindness())
                .began()
                .latest()
                .toString();
        assertThat(components.health("db", true).status()).isEqualTo("UP");
        assertThat(components.health("db", true).details()).containsEntry("blindSince", since);
        assertThat(components.health("summary", true).details()).containsEntry("blindSince", since);
    }

    @Test
    void endpoint_tellsWhichWitnessesAreSilent() {
        HalfshakeEndpoint endpoint = new HalfshakeEndpoint(test.checker(), targets());
        assertThat(endpoint.all()).doesNotContainKey("blindness");
        assertThat(endpoint.one("db")).doesNotContainKey("blindSince");

        test.advance(Duration.ofMinutes(1));

        assertThat(endpoint.all().get("blindness"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("responding", 0)
                .containsEntry("quorum", 1)
                .containsKeys("began")
                .extractingByKey("witnesses")
                .asString()
                .startsWith("{gateway:53=gateway:53 (192.0.2.1:53) is down: timed out");
        assertThat(endpoint.one("db")).containsKey("blindSince").containsEntry("state", "up");
    }
}
