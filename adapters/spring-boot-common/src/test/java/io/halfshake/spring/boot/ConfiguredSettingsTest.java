package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.halfshake.spring.boot.HalfshakeProperties.HealthProperties;
import io.halfshake.spring.boot.HalfshakeProperties.MetricsProperties;
import io.halfshake.spring.boot.HalfshakeProperties.WitnessProperties;
import io.halfshake.testing.RecordedCheck;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfiguredSettingsTest {
    private final TestApplication application = new TestApplication();

    @Test
    void targets_areMonitoredWithTheirSettings() {
        application.fake.on("db:5432").refused();

        application
                .runner
                .withPropertyValues(
                        "halfshake.timeout=200ms",
                        "halfshake.targets[0].target=db:5432",
                        "halfshake.targets[0].timeout=300ms")
                .run(context -> {
                    Transition transition = application.nextTransition();

                    assertThat(transition.target()).isEqualTo("db:5432");
                    assertThat(transition.to()).isEqualTo(TargetState.DOWN);
                    assertThat(application.fake.recordedChecks())
                            .extracting(RecordedCheck::timeout)
                            .contains(Duration.ofMillis(300))
                            .doesNotContain(Duration.ofMillis(200));
                });
    }

    @Test
    void settings_areThoseOfTargetsWithoutTheirOwn() {
        application.fake.on("db:5432").up();

        application
                .runner
                .withPropertyValues("halfshake.timeout=200ms", "halfshake.targets[0].target=db:5432")
                .run(context -> {
                    assertThat(application.nextTransition().to()).isEqualTo(TargetState.UP);
                    assertThat(application.fake.recordedChecks())
                            .extracting(RecordedCheck::timeout)
                            .contains(Duration.ofMillis(200));
                });
    }

    @Test
    void customizer_isAppliedAfterTheProperties() {
        application.fake.on("db:5432").up();
        HalfshakeCustomizer customizer = new HalfshakeCustomizer() {
            @Override
            public void customizeMonitor(MonitorBuilder builder) {
                builder.timeout(Duration.ofMillis(400));
            }
        };

        application
                .runner
                .withBean(HalfshakeCustomizer.class, () -> customizer)
                .withPropertyValues("halfshake.timeout=200ms", "halfshake.targets[0].target=db:5432")
                .run(context -> {
                    assertThat(application.nextTransition().to()).isEqualTo(TargetState.UP);
                    assertThat(application.fake.recordedChecks())
                            .extracting(RecordedCheck::timeout)
                            .contains(Duration.ofMillis(400));
                });
    }

    @Test
    void settings_areTheLibrarysWithoutProperties() {
        HalfshakeProperties properties = new HalfshakeProperties(
                false,
                null,
                null,
                null,
                null,
                false,
                List.of(),
                new WitnessProperties(List.of(), 1),
                new HealthProperties(false, 100),
                new MetricsProperties(0));
        TestMonitor test =
                TestMonitor.create(builder -> ConfiguredSettings.apply(properties, builder.startSpread(Duration.ZERO)));
        test.watch("db:5432").up().refused().refused().refused().up();
        List<Integer> checksAtTransitions = new ArrayList<>();
        for (int i = 0; i < 600 && checksAtTransitions.size() < 3; i++) {
            test.advance(Duration.ofMillis(100));
            if (test.transitions().size() > checksAtTransitions.size()) {
                checksAtTransitions.add(test.checker().recordedChecks().size());
            }
        }

        // Up; three refused; two up.
        assertThat(checksAtTransitions).containsExactly(1, 4, 6);
        int before = test.checker().recordedChecks().size();
        test.advance(Duration.ofMinutes(10));
        // Every 5 s, give or take the jitter.
        assertThat(test.checker().recordedChecks().size() - before).isBetween(110, 130);
        assertThat(test.checker().recordedChecks())
                .extracting(RecordedCheck::timeout)
                .containsOnly(Duration.ofSeconds(1));
    }
}
