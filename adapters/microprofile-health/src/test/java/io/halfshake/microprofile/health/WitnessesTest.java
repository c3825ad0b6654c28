package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.Monitor;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;

class WitnessesTest {
    private static String description(String... configuration) {
        FakeChecker fake = FakeChecker.create();
        fake.otherwise().up();
        try (WeldContainer container = Application.with(fake).start(configuration)) {
            return container.select(Monitor.class).get().describe();
        }
    }

    @Test
    void witnesses_areThoseOfTheConfiguration() {
        assertThat(description("halfshake.witnesses.targets=gateway:53,dns:53", "halfshake.witnesses.quorum=2"))
                .endsWith(", quorum 2 of 2 witnesses");
        assertThat(description("halfshake.witnesses.targets[0]=gateway:53")).endsWith(", quorum 1 of 1 witness");
        assertThat(description()).doesNotContain("witness");
    }

    @Test
    void health_keepsTheStatusAndTellsSinceWhenTheMonitorIsBlind() {
        TestMonitor test = TestMonitor.create(builder -> builder.witnesses(List.of("gateway:53"), 1));
        test.checker().on("gateway:53").up().timesOut();
        test.checker().on("db:5432").up().timesOut();
        HalfshakeProperties properties = HalfshakeProperties.read(FakeConfig.of(
                "halfshake.targets[0].name=db",
                "halfshake.targets[0].target=db:5432",
                "halfshake.health.readiness=db"));
        HalfshakeTargets targets = new HalfshakeTargets(ConfiguredTarget.all(properties), test.monitor());
        targets.start(List.of(), false);
        TargetsHealth health = new TargetsHealth(targets, properties.health());
        test.advance(Duration.ofSeconds(1));
        assertThat(health.all().data()).doesNotContainKey("db/blindSince");

        test.advance(Duration.ofMinutes(1));

        String since = Objects.requireNonNull(test.monitor().blindness())
                .began()
                .latest()
                .toString();
        assertThat(health.readiness().isDown()).isFalse();
        assertThat(health.all().data()).containsEntry("db", "up").containsEntry("db/blindSince", since);
    }

    @Test
    void numbersOfManyTargets_tellSinceWhenTheMonitorIsBlind() {
        TestMonitor test = TestMonitor.create(builder -> builder.witnesses(List.of("gateway:53"), 1));
        test.checker().on("gateway:53").timesOut();
        HalfshakeProperties properties = HalfshakeProperties.read(
                FakeConfig.of("halfshake.targets=db:5432", "halfshake.health.max-components=0"));
        HalfshakeTargets targets = new HalfshakeTargets(ConfiguredTarget.all(properties), test.monitor());
        test.checker().on("db:5432").up();
        targets.start(List.of(), false);
        TargetsHealth health = new TargetsHealth(targets, properties.health());

        test.advance(Duration.ofMinutes(1));

        assertThat(health.all().data()).containsKeys("targets", "blindSince");
    }
}
