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
    private static final String A_LIST =
            "(expected a list: \"- { name: ..., target: ... }\" in YAML, or keys such as halfshake.targets[0].target)";

    private static Arguments misconfiguration(String property, String valueAndRule, String... configuration) {
        return Arguments.of(property, valueAndRule, configuration);
    }

    static Stream<Arguments> refusedValues() {
        return Stream.of(
                misconfiguration(
                        "halfshake.targets[3].target",
                        "\"db\" (expected \"host:port\", or \"[address]:port\" for IPv6)",
                        TARGET,
                        "halfshake.targets[1].target=db:5433",
                        "halfshake.targets[2].target=db:5434",
                        "halfshake.targets[3].target=db"),
                misconfiguration(
                        "halfshake.targets[1].target",
                        "\"db\" (expected \"host:port\", or \"[address]:port\" for IPv6)",
                        "halfshake.targets=cache:6379,db"),
                misconfiguration(
                        "halfshake.targets[0].target",
                        "not set (expected \"host:port\")",
                        "halfshake.targets[0].name=db"),
                misconfiguration(
                        "halfshake.targets[1].target",
                        "\"db:5432\" (expected one that halfshake.targets[0] does not have)",
                        TARGET,
                        "halfshake.targets[1].target=db:5432"),
                misconfiguration(
                        "halfshake.targets[1].name",
                        "\"db\" (expected one that halfshake.targets[0] does not have)",
                        TARGET,
                        "halfshake.targets[0].name=db",
                        "halfshake.targets[1].target=db:5433",
                        "halfshake.targets[1].name=db"),
                misconfiguration(
                        "halfshake.targets[0].name",
                        "\"a/b\" (expected a name without slashes, commas and spaces around it)",
                        TARGET,
                        "halfshake.targets[0].name=a/b"),
                misconfiguration(
                        "halfshake.targets[0].name",
                        "\"summary\" (expected another name: the health of all targets has this one)",
                        TARGET,
                        "halfshake.targets[0].name=summary"),
                misconfiguration(
                        "halfshake.targets[0].timeout",
                        "PT10S (expected <= interval PT5S)",
                        TARGET,
                        "halfshake.targets[0].timeout=10s"),
                misconfiguration(
                        "halfshake.witnesses.targets",
                        "\"gateway\" (expected \"host:port\", or \"[address]:port\" for IPv6)",
                        "halfshake.witnesses.targets[0]=dns:53",
                        "halfshake.witnesses.targets[1]=gateway"),
                misconfiguration(
                        "halfshake.witnesses.targets",
                        "\"dns:53\" (expected each only once)",
                        "halfshake.witnesses.targets=dns:53,dns:53"),
                misconfiguration(
                        "halfshake.witnesses.quorum",
                        "3 (expected 1 to 2)",
                        "halfshake.witnesses.targets=dns:53,gateway:53",
                        "halfshake.witnesses.quorum=3"),
                misconfiguration(
                        "halfshake.witnesses.quorum",
                        "0 (expected halfshake.witnesses.targets too)",
                        "halfshake.witnesses.quorum=0"),
                misconfiguration(
                        "halfshake.targets[0].rise", "0 (expected >= 1)", TARGET, "halfshake.targets[0].rise=0"),
                misconfiguration("halfshake.fall", "0 (expected >= 1)", "halfshake.fall=0"),
                misconfiguration("halfshake.timeout", "PT10S (expected <= interval PT5S)", "halfshake.timeout=10s"));
    }

    static Stream<Arguments> unknownProperties() {
        return Stream.of(
                misconfiguration(
                        "halfshake.targets.db", "\"127.0.0.1:5432\" " + A_LIST, "halfshake.targets.db=127.0.0.1:5432"),
                misconfiguration(
                        "halfshake.targets.db.target",
                        "\"127.0.0.1:5432\" " + A_LIST,
                        TARGET,
                        "halfshake.targets.db.target=127.0.0.1:5432"),
                misconfiguration(
                        "halfshake.targets[0].intervall",
                        "\"10s\" (expected one of target, name, group, interval, timeout, rise, fall)",
                        TARGET,
                        "halfshake.targets[0].intervall=10s"),
                misconfiguration(
                        "halfshake.targets[0].name",
                        "\"db\" (expected no halfshake.targets[0] beside it)",
                        "halfshake.targets[0]=db:5432",
                        "halfshake.targets[0].name=db"),
                misconfiguration(
                        "halfshake.targets[0].target",
                        "\"db:5432\" (expected no halfshake.targets beside it)",
                        "halfshake.targets=cache:6379",
                        TARGET),
                misconfiguration(
                        "halfshake.witnesses.targets.dns",
                        "\"dns:53\" (expected a list, with keys such as halfshake.witnesses.targets[0])",
                        "halfshake.witnesses.targets.dns=dns:53"),
                misconfiguration(
                        "halfshake.health.max-component",
                        "\"7\" (expected one of affects-status, max-components)",
                        "halfshake.health.max-component=7"),
                misconfiguration(
                        "halfshake.healthy.max-components",
                        "\"7\" (expected one of require-half-open, interval, timeout, rise, fall, log-transitions,"
                                + " targets, witnesses, health, metrics)",
                        "halfshake.healthy.max-components=7"));
    }

    private static void assertFails(String[] configuration, String description, String action) {
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

                    assertThat(analysis.getDescription()).isEqualTo(description);
                    assertThat(analysis.getAction()).isEqualTo(action);
                });
    }

    @ParameterizedTest
    @MethodSource("refusedValues")
    void refusedValue_failsTheStartWithPropertyValueAndRule(
            String property, String valueAndRule, String[] configuration) {
        String removable = property.endsWith(".target") ? property.substring(0, property.lastIndexOf('.')) : "it";

        assertFails(
                configuration,
                property + ": " + valueAndRule,
                "Set " + property + " to a value as expected, or remove " + removable + ".");
    }

    @ParameterizedTest
    @MethodSource("unknownProperties")
    void unknownProperty_failsTheStartWithPropertyValueAndRule(
            String property, String valueAndRule, String[] configuration) {
        assertFails(configuration, property + ": " + valueAndRule, "Write it as expected, or remove " + property + ".");
    }
}
