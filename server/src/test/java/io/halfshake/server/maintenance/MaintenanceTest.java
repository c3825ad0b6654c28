package io.halfshake.server.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
    private static final Instant START = Instant.parse("2026-12-01T22:00:00Z");
    private static final TargetFacts IN_DATA = new TargetFacts("db-1:5432", "db-1:5432", "data", Map.of());
    private static final TargetFacts IN_WEB = new TargetFacts("db-1:5432", "db-1:5432", "web", Map.of());

    private Instant now = START;
    private final Maintenance maintenance = new Maintenance(() -> now);

    private static MaintenanceWindow window(String name, int from, int until, TargetSelector... targets) {
        return new MaintenanceWindow(
                name, List.of(targets), new Schedule.OneOff(START.plusSeconds(from), START.plusSeconds(until)));
    }

    private static TargetSelector group(String group) {
        return new TargetSelector(null, group, null, Map.of());
    }

    private void configure(MaintenanceWindow... windows) {
        maintenance.configure(List.of(windows), () -> {});
    }

    private List<String> open(TargetFacts target) {
        return maintenance.open().of(target).stream()
                .map(each -> each.window().name() + " " + each.until())
                .toList();
    }

    @Test
    void withoutWindows_noneIsOpen() {
        assertThat(maintenance.open()).isSameAs(OpenWindows.none());
        assertThat(maintenance.windows()).isEmpty();
        assertThat(OpenWindows.none().isEmpty()).isTrue();
        assertThat(OpenWindows.none().areForAll()).isFalse();
    }

    @Test
    void windows_areOpenForWhatTheySelect() {
        configure(window("a", 0, 10, group("data")), window("b", 5, 20), window("c", 0, 10, group("x"), group("web")));
        assertThat(open(IN_DATA)).containsExactly("a 2026-12-01T22:00:10Z");
        assertThat(open(IN_WEB)).containsExactly("c 2026-12-01T22:00:10Z");
        assertThat(maintenance.open().areForAll()).isFalse();

        now = START.plusSeconds(5);
        assertThat(open(IN_DATA)).containsExactly("a 2026-12-01T22:00:10Z", "b 2026-12-01T22:00:20Z");
        assertThat(maintenance.open().areForAll()).isTrue();
        assertThat(maintenance.open().areFor(IN_DATA)).isTrue();

        now = START.plusSeconds(10);
        assertThat(open(IN_DATA)).containsExactly("b 2026-12-01T22:00:20Z");
        assertThat(maintenance.open().contains(maintenance.windows().get(1))).isTrue();
        assertThat(maintenance.open().contains(maintenance.windows().get(0))).isFalse();

        now = START.plusSeconds(20);
        assertThat(maintenance.open().isEmpty()).isTrue();
        assertThat(maintenance.open().areFor(IN_DATA)).isFalse();
    }

    @Test
    void windowThatIsOver_wasOpenForWhatItSelects() {
        configure(window("a", 0, 10, group("data")));
        now = START.plusSeconds(60);
        assertThat(maintenance.wasOpen(IN_DATA, START)).isTrue();
        assertThat(maintenance.wasOpen(IN_DATA, START.plusSeconds(10))).isFalse();
        assertThat(maintenance.wasOpen(IN_WEB, START)).isFalse();
        assertThat(open(IN_DATA)).isEmpty();
    }

    @Test
    void clockThatIsSetBack_opensWhatWasOver() {
        configure(window("a", 0, 10));
        now = START.plusSeconds(10);
        assertThat(open(IN_DATA)).isEmpty();
        now = START.plusSeconds(9);
        assertThat(open(IN_DATA)).hasSize(1);
    }

    @Test
    void windowsOfBefore_areInUseUntilTargetsHaveTheirNewNames() {
        configure(window("a", 0, 10, group("data")));
        maintenance.configure(List.of(window("a", 0, 10, group("web"))), () -> {
            assertThat(open(IN_DATA)).hasSize(1);
            assertThat(open(IN_WEB)).hasSize(1);
        });
        assertThat(open(IN_DATA)).isEmpty();
        assertThat(open(IN_WEB)).hasSize(1);
    }

    @Test
    void failedRenaming_leavesNoWindowOfBefore() {
        configure(window("a", 0, 10, group("data")));
        assertThatThrownBy(() -> maintenance.configure(List.of(), () -> {
                    throw new IllegalStateException("in a test");
                }))
                .hasMessage("in a test");
        assertThat(maintenance.windows()).isEmpty();
        assertThat(open(IN_DATA)).isEmpty();
    }
}
