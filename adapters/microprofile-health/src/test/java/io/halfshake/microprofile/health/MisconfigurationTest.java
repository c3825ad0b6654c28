package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.EngineReport;
import io.halfshake.EngineReport.PassedOver;
import io.halfshake.Handshake;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.TestMonitor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sentences that the starters for Spring Boot have too, and those of what only this module reads. */
class MisconfigurationTest {
    private static final String TARGET = "halfshake.targets[0].target=db:5432";
    private static final String A_LIST =
            "(expected a list: \"- { name: ..., target: ... }\" in YAML, or keys such as halfshake.targets[0].target)";

    private static Arguments misconfiguration(String message, String... configuration) {
        return Arguments.of(message, configuration);
    }

    static Stream<Arguments> misconfigurations() {
        return Stream.of(
                misconfiguration(
                        "halfshake.targets[3].target: \"db\" (expected \"host:port\", or \"[address]:port\" for IPv6)",
                        TARGET,
                        "halfshake.targets[1].target=db:5433",
                        "halfshake.targets[2].target=db:5434",
                        "halfshake.targets[3].target=db"),
                misconfiguration(
                        "halfshake.targets[0].target: not set (expected \"host:port\")",
                        "halfshake.targets[0].name=db"),
                misconfiguration(
                        "halfshake.targets[1].target: \"db:5432\" (expected one that halfshake.targets[0] does not have)",
                        TARGET,
                        "halfshake.targets[1].target=db:5432"),
                misconfiguration(
                        "halfshake.targets[1].name: \"db\" (expected one that halfshake.targets[0] does not have)",
                        TARGET,
                        "halfshake.targets[0].name=db",
                        "halfshake.targets[1].target=db:5433",
                        "halfshake.targets[1].name=db"),
                misconfiguration(
                        "halfshake.targets[0].name: \"a/b\" (expected a name without slashes, commas and spaces around it)",
                        TARGET,
                        "halfshake.targets[0].name=a/b"),
                misconfiguration(
                        "halfshake.targets[0].group: \"a,b\" (expected a name without slashes, commas and spaces around it)",
                        TARGET,
                        "halfshake.targets[0].group=a,b"),
                misconfiguration(
                        "halfshake.targets[0].target: host: \"db-\" (expected labels that neither begin nor end with a hyphen)",
                        "halfshake.targets[0].target=db-:5432"),
                misconfiguration(
                        "halfshake.targets[0].timeout: PT10S (expected <= interval PT5S)",
                        TARGET,
                        "halfshake.targets[0].timeout=10s"),
                misconfiguration("halfshake.targets[0].rise: 0 (expected >= 1)", TARGET, "halfshake.targets[0].rise=0"),
                misconfiguration("halfshake.fall: 0 (expected >= 1)", "halfshake.fall=0"),
                misconfiguration("halfshake.timeout: PT10S (expected <= interval PT5S)", "halfshake.timeout=10s"),
                misconfiguration(
                        "halfshake.interval: \"soon\" (expected a duration such as 5s or 500ms)",
                        "halfshake.interval=soon"),
                misconfiguration(
                        "halfshake.targets[2].target: \"cache:6379\" (expected halfshake.targets[1].target too)",
                        TARGET,
                        "halfshake.targets[2].target=cache:6379"),
                misconfiguration(
                        "HALFSHAKE_TARGETS_1__TARGET: \"cache:6379\" (expected halfshake.targets[0].target too)",
                        "HALFSHAKE_TARGETS_1__TARGET=cache:6379"),
                misconfiguration(
                        "halfshake.targets[1].trget: \"cache:6379\" (expected halfshake.targets[1].target too)",
                        TARGET,
                        "halfshake.targets[1].trget=cache:6379"),
                misconfiguration(
                        "halfshake.targets.0.trget: \"db:5432\" (expected halfshake.targets[0].target too)",
                        "halfshake.targets.0.trget=db:5432"),
                misconfiguration(
                        "halfshake.witnesses.targets: \"gateway\" (expected \"host:port\", or \"[address]:port\" for IPv6)",
                        "halfshake.witnesses.targets[0]=dns:53",
                        "halfshake.witnesses.targets[1]=gateway"),
                misconfiguration(
                        "halfshake.witnesses.targets: \"dns:53\" (expected each only once)",
                        "halfshake.witnesses.targets=dns:53,dns:53"),
                misconfiguration(
                        "halfshake.witnesses.quorum: 3 (expected 1 to 2)",
                        "halfshake.witnesses.targets=dns:53,gateway:53",
                        "halfshake.witnesses.quorum=3"),
                misconfiguration(
                        "halfshake.witnesses.quorum: 0 (expected halfshake.witnesses.targets too)",
                        "halfshake.witnesses.quorum=0"),
                misconfiguration(
                        "halfshake.targets.db: \"127.0.0.1:5432\" " + A_LIST, "halfshake.targets.db=127.0.0.1:5432"),
                misconfiguration(
                        "halfshake.targets.db.target: \"127.0.0.1:5432\" " + A_LIST,
                        TARGET,
                        "halfshake.targets.db.target=127.0.0.1:5432"),
                misconfiguration(
                        "halfshake.targets.\"127.0.0.1:5432\": \"db\" " + A_LIST,
                        "halfshake.targets.\"127.0.0.1:5432\"=db"),
                misconfiguration(
                        "halfshake.targets[0].intervall: \"10s\" (expected one of name, target, group, interval, timeout,"
                                + " rise, fall)",
                        TARGET,
                        "halfshake.targets[0].intervall=10s"),
                misconfiguration(
                        "halfshake.targets.0.intervall: \"10s\" (expected one of name, target, group, interval, timeout,"
                                + " rise, fall)",
                        "halfshake.targets.0.target=db:5432",
                        "halfshake.targets.0.intervall=10s"),
                misconfiguration(
                        "HALFSHAKE_TARGETS_0__INTERVALL: \"10s\" (expected one of name, target, group, interval, timeout,"
                                + " rise, fall)",
                        TARGET,
                        "HALFSHAKE_TARGETS_0__INTERVALL=10s"),
                misconfiguration(
                        "halfshake.witnesses.targets.dns: \"dns:53\" (expected a list, with keys such as"
                                + " halfshake.witnesses.targets[0])",
                        "halfshake.witnesses.targets.dns=dns:53"),
                misconfiguration(
                        "halfshake.health.max-component: \"7\" (expected one of affects-status, max-components, readiness)",
                        "halfshake.health.max-component=7"),
                misconfiguration(
                        "halfshake.healthy.max-components: \"7\" (expected one of require-half-open, interval, timeout,"
                                + " rise, fall, log-transitions, targets, witnesses, health)",
                        "halfshake.healthy.max-components=7"),
                misconfiguration(
                        "halfshake.targets[0]: \"db:5432\" (expected halfshake.targets[0].target instead, where a target"
                                + " has more)",
                        "halfshake.targets[0]=db:5432",
                        "halfshake.targets[0].name=db"),
                misconfiguration(
                        "halfshake.targets: \"cache:6379\" (expected none beside halfshake.targets[0])",
                        "halfshake.targets=cache:6379",
                        TARGET),
                misconfiguration(
                        "halfshake.targets[2]: \"cache:6379\" (expected halfshake.targets[1].target too)",
                        "halfshake.targets[0]=db:5432",
                        "halfshake.targets[2]=cache:6379"),
                misconfiguration(
                        "halfshake.targets[0].target: \"${DB_TARGET}\" (expected names of properties that are set)",
                        "halfshake.targets[0].target=${DB_TARGET}"),
                misconfiguration(
                        "HALFSHAKE_TARGETS_0__TARGET: \"${DB_TARGET}\" (expected names of properties that are set)",
                        "HALFSHAKE_TARGETS_0__TARGET=${DB_TARGET}"),
                misconfiguration(
                        "halfshake.health.readiness: \"${READY}\" (expected names of properties that are set)",
                        TARGET,
                        "halfshake.health.readiness=${READY}"),
                misconfiguration(
                        "halfshake.require-half-open: \"yes\" (expected true or false)",
                        "halfshake.require-half-open=yes"),
                misconfiguration(
                        "halfshake.health.max-components: -1 (expected >= 0)", "halfshake.health.max-components=-1"),
                misconfiguration(
                        "halfshake.health.readiness: \"dbx\" (expected the name or group of a target)",
                        TARGET,
                        "halfshake.targets[0].name=db",
                        "halfshake.health.readiness=db,dbx"));
    }

    @ParameterizedTest
    @MethodSource("misconfigurations")
    void misconfiguration_failsTheStartWithPropertyValueAndRule(String message, String[] configuration) {
        FakeChecker fake = FakeChecker.create();
        fake.otherwise().up();

        assertThatThrownBy(() -> Application.with(fake).start(configuration))
                .satisfies(thrown -> assertThat(messages(thrown)).contains(message));
    }

    @Test
    void requiredHalfOpen_failsTheStartWhereTheCheckerOfTheApplicationCompletesHandshakes() {
        EngineReport full =
                new EngineReport("full", Handshake.FULL, 1, List.of(new PassedOver("half-open", "musl")), false, null);
        Application application = Application.with(BareChecker.withEngine(full));

        assertThatThrownBy(() -> application.start("halfshake.require-half-open=true"))
                .satisfies(thrown -> assertThat(messages(thrown))
                        .contains("halfshake.require-half-open: true (expected false, or a Checker bean that makes half"
                                + " handshakes; the one there is has the engine full (full handshake); half-open is"
                                + " not available: musl)"));
    }

    @Test
    void failedStart_leavesTheMonitorOfTheApplicationWithoutTheListeners() {
        MonitorListener listener = change -> {};
        try (TestMonitor test = TestMonitor.create()) {
            assertThatThrownBy(() -> Application.with(test.checker())
                            .with(test.monitor())
                            .with(listener)
                            .start("halfshake.targets[0].target=db"))
                    .satisfies(thrown -> assertThat(messages(thrown)).anyMatch(text -> text.contains("db")));

            assertThat(test.monitor().removeListener(listener)).isFalse();
        }
    }

    private static List<String> messages(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .map(cause -> String.valueOf(cause.getMessage()))
                .toList();
    }
}
