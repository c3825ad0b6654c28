package io.halfshake.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.Target;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.server.api.ListedTarget;
import io.halfshake.server.config.SourcePosition;
import io.halfshake.server.config.TargetConfig;
import io.halfshake.server.maintenance.Maintenance;
import io.halfshake.server.maintenance.MaintenanceWindow;
import io.halfshake.server.maintenance.Schedule;
import io.halfshake.server.maintenance.TargetSelector;
import io.halfshake.server.metrics.Exposition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MaintenanceTimerTest {
    private static final Instant START = Instant.parse("2026-12-01T22:00:00Z");
    private static final Path GOLDEN = Path.of("src/test/resources/metrics/maintenance.txt");

    private Instant now = START;
    private int turnsOfAlerts;
    private final Maintenance maintenance = new Maintenance(() -> now);
    private final TargetNames names = new TargetNames(maintenance::open);
    private final MaintenanceTimer timer = new MaintenanceTimer(maintenance::open, names, () -> turnsOfAlerts++);
    private final MaintenanceMetrics metrics = new MaintenanceMetrics(maintenance, names);
    private final List<String> changed = new ArrayList<>();

    @BeforeEach
    void watch() {
        put("db-1:5432", "orders", "data");
        put("web-1:443", "web-1:443", null);
        names.onChange(changed::add);
        maintenance.configure(
                List.of(
                        window("data", 10, 30, new TargetSelector(null, "data", null, Map.of())),
                        window("all", 20, 40)),
                () -> {});
    }

    @AfterEach
    void close() {
        timer.close();
    }

    private void put(String target, String name, @Nullable String group) {
        names.put(new TargetConfig(
                name,
                group,
                Target.parse(target),
                Map.of(),
                TargetSettings.inherited(),
                List.of(),
                new SourcePosition("x", 1, 1)));
    }

    private static MaintenanceWindow window(String name, int from, int until, TargetSelector... targets) {
        return new MaintenanceWindow(
                name, List.of(targets), new Schedule.OneOff(START.plusSeconds(from), START.plusSeconds(until)));
    }

    @Test
    void targetsOfOtherMembers_haveNoMetric() {
        now = START.plusSeconds(25);
        MaintenanceMetrics own = new MaintenanceMetrics(maintenance, names, "web-1:443"::equals);
        assertThat(Exposition.text(own.collect()))
                .contains("halfshake_target_maintenance{name=\"web-1:443\",target=\"web-1:443\"} 1.0")
                .doesNotContain("db-1:5432");
        assertThat(Exposition.text(metrics.collect())).contains("db-1:5432");
    }

    /** The targets that the turn has marked as changed. */
    private List<String> turnAt(int second) {
        now = START.plusSeconds(second);
        changed.clear();
        timer.turn();
        return List.copyOf(changed);
    }

    private List<String> openFor(String target) {
        ListedTarget listed = Objects.requireNonNull(names.find(target));
        return names.maintenance().of(listed.facts()).stream()
                .map(each -> each.window().name())
                .toList();
    }

    @Test
    void targets_changeWhenAWindowBeginsOrEndsForThem() {
        assertThat(turnAt(9)).isEmpty();
        assertThat(turnAt(10)).containsExactly("db-1:5432");
        assertThat(openFor("db-1:5432")).containsExactly("data");
        assertThat(openFor("web-1:443")).isEmpty();
        assertThat(turnAt(11)).isEmpty();
        assertThat(turnAt(20)).containsExactly("db-1:5432", "web-1:443");
        assertThat(openFor("db-1:5432")).containsExactly("data", "all");
        assertThat(turnAt(30)).containsExactly("db-1:5432");
        assertThat(turnAt(40)).containsExactly("db-1:5432", "web-1:443");
        assertThat(turnAt(41)).isEmpty();
        assertThat(turnsOfAlerts).as("each turn, since names may have changed").isEqualTo(7);
    }

    @Test
    void targetsThatCouldNotBeMarkedAsChanged_areMarkedByTheNextTurn() {
        now = START.plusSeconds(10);
        names.onChange(target -> {
            throw new IllegalStateException("in a test");
        });
        assertThatThrownBy(timer::turn).hasMessage("in a test");
        names.onChange(changed::add);
        assertThat(turnAt(11)).containsExactly("db-1:5432");
        assertThat(turnAt(12)).isEmpty();
    }

    @Test
    void metrics_areAsExpected() throws IOException {
        now = START.plusSeconds(15);
        assertThat(Exposition.text(metrics.collect())).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void targetThatIsNotInMaintenance_hasNoMetricOfIt() {
        assertThat(Exposition.text(metrics.collect()))
                .contains("halfshake_maintenance_open{window=\"all\"} 0.0\n")
                .doesNotContain("halfshake_target_maintenance{");
    }

    @Test
    void withoutWindows_thereAreNoMetrics() {
        maintenance.configure(List.of(), () -> {});
        assertThat(metrics.collect().size()).isZero();
    }
}
