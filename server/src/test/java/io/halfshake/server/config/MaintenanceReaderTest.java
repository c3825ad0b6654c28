package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.server.maintenance.MaintenanceWindow;
import io.halfshake.server.maintenance.Schedule;
import io.halfshake.server.maintenance.TargetSelector;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaintenanceReaderTest {
    private static final String TARGETS = """
            targets:
              - { name: orders, group: data, target: "db-1:5432", labels: { env: prod } }
              - { name: web, group: Front, target: "web-1:443" }
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private LoadedConfig load(String maintenance) throws ConfigException {
        return new Configs(directory).load(TARGETS + "maintenance:\n" + maintenance);
    }

    private List<String> warnings(String selector) throws ConfigException {
        return new Configs(directory)
                .shortened(load("  - { name: x, targets: [ " + selector + " ], from: 2026-12-01T22:00Z,"
                                + " until: 2026-12-02T02:00Z }\n")
                        .warnings());
    }

    @Test
    void windows_areReadInTheirOrder() throws ConfigException {
        LoadedConfig loaded = load("""
              - { name: upgrade, from: "2026-12-24T22:00+01:00", until: 2026-12-25T02:00:30.5Z }
              - name: backup
                targets: [ "web-1:443", { group: data, name: orders, labels: { env: prod } }, { target: "db-1:5432" } ]
                days: [ sat, Sunday, MON ]
                at: 02:30
                duration: 90m
                time-zone: America/New_York
              - { name: nightly, at: "00:00", duration: 168h, time-zone: UTC }
            """);

        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.config().maintenance())
                .containsExactly(
                        new MaintenanceWindow(
                                "upgrade",
                                List.of(),
                                new Schedule.OneOff(
                                        Instant.parse("2026-12-24T21:00:00Z"),
                                        Instant.parse("2026-12-25T02:00:30.500Z"))),
                        new MaintenanceWindow(
                                "backup",
                                List.of(
                                        new TargetSelector("web-1:443", null, null, Map.of()),
                                        new TargetSelector(null, "data", "orders", Map.of("env", "prod")),
                                        new TargetSelector("db-1:5432", null, null, Map.of())),
                                new Schedule.Recurring(
                                        EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.MONDAY),
                                        LocalTime.of(2, 30),
                                        Duration.ofMinutes(90),
                                        ZoneId.of("America/New_York"))),
                        new MaintenanceWindow(
                                "nightly",
                                List.of(),
                                new Schedule.Recurring(
                                        EnumSet.allOf(DayOfWeek.class),
                                        LocalTime.MIDNIGHT,
                                        Duration.ofDays(7),
                                        ZoneId.of("UTC"))));
    }

    @Test
    void fileWithoutTheKey_hasNoWindows() throws ConfigException {
        assertThat(new Configs(directory).read(TARGETS).maintenance()).isEmpty();
    }

    @Test
    void endpointsAndFiles_canBeSelectedToo() throws ConfigException {
        assertThat(new Configs(directory)
                        .file("sd.json", "[{\"targets\": [\"db-2:1\"], \"labels\": {\"group\": \"sd\"}}]")
                        .load("""
                            maintenance:
                              - name: x
                                targets: [ { name: queue }, { group: sd } ]
                                from: 2026-12-01T22:00Z
                                until: 2026-12-02T02:00Z
                            endpoints: [ { name: queue, url: "tcp://mq-1:5672" } ]
                            files: [ sd.json ]
                            """)
                        .warnings())
                .isEmpty();
    }

    private void assertWarning(String selector, int column, String warning) throws ConfigException {
        assertThat(warnings(selector))
                .as(selector)
                .containsExactly("halfshake.yaml:5:" + column + ": maintenance[0].targets[0]" + warning);
    }

    @Test
    void selectorOfNoTarget_isAWarning() throws ConfigException {
        assertWarning("'db-1:543'", 27, ": \"db-1:543\" (no target has it; did you mean \"db-1:5432\"?)");
        assertWarning("{ target: 'x:1' }", 37, ".target: \"x:1\" (no target has it)");
        assertWarning("{ group: dta }", 36, ".group: \"dta\" (no target has it; did you mean \"data\"?)");
        assertWarning("{ group: front }", 36, ".group: \"front\" (no target has it; did you mean \"Front\"?)");
        assertWarning("{ group: other }", 36, ".group: \"other\" (no target has it)");
        assertWarning("{ name: order }", 35, ".name: \"order\" (no target has it; did you mean \"orders\"?)");
        assertWarning("{ labels: { env: test } }", 37, ".labels.env: \"test\" (no target has it)");
        assertWarning("{ labels: { az: b } }", 37, ".labels.az: \"b\" (no target has it)");
        assertWarning("{ name: web, group: data }", 27, ": no target has all of it");
    }

    @Test
    void partsThatNoTargetHas_areAWarningEach() throws ConfigException {
        assertThat(warnings("{ name: x, group: data, labels: { env: y } }"))
                .hasSize(2)
                .allMatch(warning -> warning.contains("(no target has it)"));
    }
}
