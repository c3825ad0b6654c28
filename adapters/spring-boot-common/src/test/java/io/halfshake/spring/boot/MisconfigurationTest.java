package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.testing.FakeChecker;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.StandardEnvironment;

class MisconfigurationTest {
    private static final String TARGET = "halfshake.targets[0].target=db:5432";

    static Stream<Arguments> misconfigurations() {
        return Stream.of(
                Arguments.of(
                        "halfshake.targets[3].target",
                        "\"db\" (expected \"host:port\", or \"[address]:port\" for IPv6)",
                        new String[] {
                            TARGET,
                            "halfshake.targets[1].target=db:5433",
                            "halfshake.targets[2].target=db:5434",
                            "halfshake.targets[3].target=db"
                        }),
                Arguments.of("halfshake.targets[0].target", "not set (expected \"host:port\")", new String[] {
                    "halfshake.targets[0].name=db"
                }),
                Arguments.of(
                        "halfshake.targets[1].target",
                        "\"db:5432\" (expected one that halfshake.targets[0] does not have)",
                        new String[] {TARGET, "halfshake.targets[1].target=db:5432"}),
                Arguments.of(
                        "halfshake.targets[1].name",
                        "\"db\" (expected one that halfshake.targets[0] does not have)",
                        new String[] {
                            TARGET,
                            "halfshake.targets[0].name=db",
                            "halfshake.targets[1].target=db:5433",
                            "halfshake.targets[1].name=db"
                        }),
                Arguments.of(
                        "halfshake.targets[0].name",
                        "\"a/b\" (expected a name without slashes, commas and spaces around it)",
                        new String[] {TARGET, "halfshake.targets[0].name=a/b"}),
                Arguments.of(
                        "halfshake.targets[0].name",
                        "\"summary\" (expected another name: the health of all targets has this one)",
                        new String[] {TARGET, "halfshake.targets[0].name=summary"}),
                Arguments.of("halfshake.targets[0].timeout", "PT10S (expected <= interval PT5S)", new String[] {
                    TARGET, "halfshake.targets[0].timeout=10s"
                }),
                Arguments.of("halfshake.targets[0].rise", "0 (expected >= 1)", new String[] {
                    TARGET, "halfshake.targets[0].rise=0"
                }),
                Arguments.of("halfshake.fall", "0 (expected >= 1)", new String[] {"halfshake.fall=0"}),
                Arguments.of(
                        "halfshake.timeout", "PT10S (expected <= interval PT5S)", new String[] {"halfshake.timeout=10s"
                        }));
    }

    @ParameterizedTest
    @MethodSource("misconfigurations")
    void misconfiguration_failsTheStartWithPropertyValueAndRule(
            String property, String valueAndRule, String[] configuration) {
        FakeChecker fake = FakeChecker.create();
        fake.otherwise().up();

        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(HalfshakeAutoConfiguration.class))
                .withBean(Checker.class, () -> fake)
                .withPropertyValues(configuration)
                .run(context -> {
                    assertThat(context).hasFailed();

                    FailureAnalysis analysis =
                            Objects.requireNonNull(new InvalidPropertyFailureAnalyzer(new StandardEnvironment())
                                    .analyze(Objects.requireNonNull(context.getStartupFailure())));

                    assertThat(analysis.getDescription()).isEqualTo(property + ": " + valueAndRule);
                    assertThat(analysis.getAction())
                            .isEqualTo("Set " + property + " to a value as expected, or remove it.");
                });
    }
}
