package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.List;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;

/** Others log at the same time: each test looks for what only it configures. */
class LogLinesTest {
    private final TestMonitor test = TestMonitor.create();

    private List<String> linesOf(String... configuration) {
        try (LogLines log = new LogLines();
                WeldContainer container = Application.with(FakeChecker.create())
                        .with(test.monitor())
                        .start(configuration)) {
            assertThat(container.isRunning()).isTrue();
            test.advance(Duration.ofSeconds(10));
            return log.lines();
        }
    }

    @Test
    void start_isALineWithTargetsIntervalsAndEngine() {
        List<String> lines = linesOf(
                "halfshake.targets[0].target=db:5432",
                "halfshake.targets[1].target=cache:6379",
                "halfshake.targets[1].interval=47s");

        assertThat(lines).contains("INFO monitors 2 targets, intervals PT5S to PT47S, engine fake");
    }

    @Test
    void transitions_areLoggedWithTheNameOfTheTarget() {
        test.checker().on("logged:5432").refused();

        List<String> lines = linesOf(
                "halfshake.log-transitions=true",
                "halfshake.targets[0].target=logged:5432",
                "halfshake.targets[0].name=orders");

        assertThat(lines)
                .anyMatch(
                        line -> line.startsWith("WARNING DOWN: orders, logged:5432 (192.0.2.1:5432) is down: refused"));
    }

    @Test
    void transitions_areNotLoggedByDefault() {
        test.checker().on("unlogged:5432").refused();

        assertThat(linesOf("halfshake.targets[0].target=unlogged:5432"))
                .noneMatch(line -> line.contains("unlogged:5432"));
    }
}
