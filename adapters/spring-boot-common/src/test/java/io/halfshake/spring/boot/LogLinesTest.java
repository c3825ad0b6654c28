package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Others log at the same time: each test looks for what only it configures. */
class LogLinesTest {
    private final TestMonitor test = TestMonitor.create();

    /** All lines of the library, with their levels. */
    private static final class Lines extends Handler {
        final List<String> lines = new CopyOnWriteArrayList<>();

        /** Referred to, since a logger that is not loses its handlers. */
        private final Logger logger = Logger.getLogger("io.halfshake");

        Lines() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }

    private List<String> linesOf(String... configuration) {
        Lines all = new Lines();
        try {
            new TestApplication()
                    .runner
                    .withBean(Monitor.class, test::monitor)
                    .withPropertyValues(configuration)
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        test.advance(Duration.ofSeconds(10));
                    });
            return all.lines;
        } finally {
            all.close();
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
    void startWithAMock_isALineWithoutEngine() {
        Lines all = new Lines();
        try {
            new TestApplication()
                    .withoutChecker
                    .withBean(Checker.class, BareChecker::create)
                    .withPropertyValues("halfshake.interval=43s", "halfshake.targets[0].target=db:5432")
                    .run(context -> assertThat(context).hasNotFailed());
        } finally {
            all.close();
        }

        assertThat(all.lines).contains("INFO monitors 1 target, interval PT43S");
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
