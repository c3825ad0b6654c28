package io.halfshake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.server.alerts.Alerts;
import io.halfshake.server.config.ConfigChange;
import io.halfshake.server.config.ConfigReader;
import io.halfshake.server.config.ServerConfig;
import io.halfshake.server.maintenance.Maintenance;
import io.halfshake.server.maintenance.OpenWindows;
import io.halfshake.testing.FakeScript;
import io.halfshake.testing.RecordedCheck;
import io.halfshake.testing.TestMonitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedTargetsTest {
    private static final int TARGETS = 1_000;

    @TempDir
    private Path directory;

    private ServerConfig read(String content) throws Exception {
        Path file = Files.writeString(directory.resolve("halfshake.yaml"), content);
        return new ConfigReader(Map.<String, String>of()::get).read(file).config();
    }

    /** As the watcher makes it: with the defaults of the start. */
    private static TestMonitor monitor(ServerConfig start) {
        TestMonitor monitor =
                TestMonitor.create(builder -> builder.settings(start.defaults().withJitter(0)));
        FakeScript unused = monitor.checker().on("a:1").up();
        return monitor;
    }

    private static WatchedTargets watched(Monitor monitor) {
        Alerts alerts = new Alerts(target -> null, new Maintenance(InstantSource.system()));
        return new WatchedTargets(monitor, new TargetNames(OpenWindows::none), alerts, null);
    }

    private static ConfigChange start(ServerConfig config) {
        return ConfigChange.between(
                new ServerConfig(
                        config.web(),
                        config.witnesses(),
                        config.probe(),
                        config.defaults(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        null),
                config);
    }

    @Test
    void defaultThatTheFileNoLongerSets_isNotUsed() throws Exception {
        ServerConfig before = read("{ defaults: { interval: 60s, timeout: 2s }, targets: [ 'a:1' ] }");
        ServerConfig after = read("targets: [ 'a:1' ]");
        try (TestMonitor monitor = monitor(before)) {
            WatchedTargets targets = watched(monitor.monitor());
            targets.apply(start(before));
            monitor.advance(Duration.ofSeconds(1));
            targets.apply(ConfigChange.between(before, after));
            monitor.advance(Duration.ofSeconds(59));

            List<RecordedCheck> checks = monitor.checker().recordedChecks();
            assertThat(checks).hasSizeBetween(10, 14);
            assertThat(checks.get(0).timeout()).isEqualTo(Duration.ofSeconds(2));
            assertThat(checks.subList(1, checks.size()))
                    .extracting(RecordedCheck::timeout)
                    .containsOnly(Duration.ofSeconds(1));
        }
    }

    @Test
    void defaultThatIsWrittenOut_leavesATargetItsState() throws Exception {
        ServerConfig before = read("targets: [ 'a:1' ]");
        ServerConfig after = read("{ defaults: { interval: 5s, rise: 2 }, targets: [ 'a:1' ] }");
        try (TestMonitor monitor = monitor(before)) {
            WatchedTargets targets = watched(monitor.monitor());
            targets.apply(start(before));
            monitor.advance(Duration.ofSeconds(1));
            targets.apply(ConfigChange.between(before, after));

            assertThat(monitor.monitor().status("a:1"))
                    .extracting(TargetStatus::state)
                    .isEqualTo(TargetState.UP);
        }
    }

    /** The first hundred with that label, and one that only this configuration has. */
    private ServerConfig many(String label) throws Exception {
        StringBuilder content = new StringBuilder("defaults: { interval: 5s, timeout: 1s, jitter: 0 }\ntargets:\n");
        for (int i = 1; i <= TARGETS; i++) {
            content.append("  - { target: 'db:").append(i).append('\'');
            content.append(i <= 100 ? ", labels: { version: " + label + " }" : "")
                    .append(" }\n");
        }
        return read(content.append("  - '").append(label).append(":1'\n").toString());
    }

    /** The checks of what is in both configurations, for ten seconds. */
    private static Set<RecordedCheck> checks(ServerConfig first, ConfigChange... reloads) {
        try (TestMonitor monitor = monitor(first)) {
            FakeScript unused = monitor.checker().otherwise().up();
            WatchedTargets targets = watched(monitor.monitor());
            targets.apply(start(first));
            for (int turn = 0; turn < 100; turn++) {
                monitor.advance(Duration.ofMillis(100));
                if (reloads.length > 0) {
                    targets.apply(reloads[turn % reloads.length]);
                }
            }
            Set<RecordedCheck> checks = new HashSet<>(monitor.checker().recordedChecks());
            checks.removeIf(check -> !check.target().startsWith("db:"));
            return checks;
        }
    }

    /** Each is checked at the very moments at which it would be without them. */
    @Test
    void reloadsEvery100Millis_loseAndDelayNoCheckOfWhatStays() throws Exception {
        ServerConfig one = many("a");
        ServerConfig other = many("b");
        ConfigChange there = ConfigChange.between(one, other);
        assertThat(there.changed()).hasSize(100);
        assertThat(there.added()).hasSize(1);

        Set<RecordedCheck> found = checks(one, there, ConfigChange.between(other, one));
        Set<RecordedCheck> expected = checks(one);
        assertThat(expected).hasSizeGreaterThanOrEqualTo(2 * TARGETS);
        assertThat(found.equals(expected))
                .as("%s checks, of %s", found.size(), expected.size())
                .isTrue();
    }
}
