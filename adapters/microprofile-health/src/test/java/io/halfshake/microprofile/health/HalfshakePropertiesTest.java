package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.microprofile.health.HalfshakeProperties.TargetProperties;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HalfshakePropertiesTest {
    private static List<TargetProperties> targets(String... properties) {
        return HalfshakeProperties.read(FakeConfig.of(properties)).targets();
    }

    @Test
    void textInTheList_isATarget() {
        assertThat(targets("halfshake.targets[0]=db:5432", "halfshake.targets[1].target=cache:6379"))
                .containsExactly(TargetProperties.of("db:5432"), TargetProperties.of("cache:6379"));
    }

    @Test
    void textWithCommas_isAListOfTargets() {
        assertThat(targets("halfshake.targets=db:5432, cache:6379"))
                .containsExactly(TargetProperties.of("db:5432"), TargetProperties.of("cache:6379"));
    }

    /** Of a list of texts in YAML, some runtimes make both. */
    @Test
    void textWithCommas_mayRepeatTheList() {
        assertThat(targets(
                        "halfshake.targets=db:5432,cache:6379",
                        "halfshake.targets.0=db:5432",
                        "halfshake.targets.1=cache:6379"))
                .containsExactly(TargetProperties.of("db:5432"), TargetProperties.of("cache:6379"));
    }

    @Test
    void readiness_mayBeAListOfYaml() {
        HalfshakeProperties properties = HalfshakeProperties.read(
                FakeConfig.of("halfshake.health.readiness[0]=db", "halfshake.health.readiness[1]=cache"));

        assertThat(properties.health().readiness()).containsExactly("db", "cache");
    }

    /** As where an environment overrides it. */
    @Test
    void emptyTarget_isNone() {
        assertThat(targets("halfshake.targets[0].target=")).isEmpty();
    }

    @Test
    void expressionsOfOthers_areTheirs() {
        assertThat(targets("orders.url=${ORDERS}")).isEmpty();
    }

    @Test
    void propertiesThatAreEmptyOrOfOthers_areNotUnknown() {
        assertThat(targets("halfshake.targets.db=", "halfshaker.targets.db=db:5432", "%dev.halfshake.foo=1"))
                .isEmpty();
    }

    /** Kubernetes sets such a variable for a service {@code halfshake}, and some runtimes make a property of it. */
    @Test
    void environmentVariable_isNotUnknown() {
        PropertyReader reader =
                new PropertyReader(FakeConfig.of("halfshake.service.port=80", "HALFSHAKE_SERVICE_PORT=80"));

        KnownProperties.requireNoOthers(reader, Map.of("HALFSHAKE_SERVICE_PORT", "80"));

        assertThatThrownBy(() -> KnownProperties.requireNoOthers(reader, Map.of()))
                .isInstanceOf(InvalidPropertyException.class)
                .hasMessageStartingWith("halfshake.service.port: \"80\" (expected one of ");
    }
}
