package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.testing.FakeChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;

/** The classes that docs/microprofile.md shows are those here, and do what it says. */
class DocumentedCodeTest {
    private static final Path DOCUMENT = Path.of("../../docs/microprofile.md");
    private static final Path SOURCES = Path.of("src/test/java/io/halfshake/microprofile/health");
    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\n(.*?class (\\w+).*?)^```$");
    /** The package of the tests needs none. */
    private static final String IMPORT = "import " + TargetsHealthCheck.class.getName() + ";\n";

    private static final String TARGET = "halfshake.targets[0].target=db:5432";

    private final FakeChecker fake = FakeChecker.create();

    @Test
    void document_showsTheCompiledClasses() throws IOException {
        List<MatchResult> blocks =
                JAVA.matcher(Files.readString(DOCUMENT)).results().toList();

        assertThat(blocks)
                .extracting(block -> block.group(2))
                .containsExactlyInAnyOrder("ShownTargets", "Failover", "MonitorProducer", "Fakes");
        for (MatchResult block : blocks) {
            String source = Files.readString(SOURCES.resolve(block.group(2) + ".java"));
            assertThat(source)
                    .isEqualTo("package io.halfshake.microprofile.health;\n\n"
                            + block.group(1).replace(IMPORT, ""));
        }
    }

    @Test
    void failover_asksTheChecker() {
        fake.on("db:5432").up();
        fake.on("db:5433").refused();

        try (WeldContainer container =
                Application.with(fake).with(Failover.class).start()) {
            Failover failover = container.select(Failover.class).get();

            assertThat(failover.isUp("db:5432")).isTrue();
            assertThat(failover.isUp("db:5433")).isFalse();
        }
    }

    @Test
    void monitorProducer_replacesTheMonitor_andClosesIt() {
        fake.otherwise().up();
        Monitor monitor;

        try (WeldContainer container =
                Application.with(fake).with(MonitorProducer.class).start(TARGET)) {
            monitor = container.select(Monitor.class).get();
            assertThat(monitor.targets()).containsExactly("db:5432");
        }

        assertThat(monitor.toString()).endsWith(", closed]");
    }

    @Test
    void fakes_replaceTheChecker() {
        try (WeldContainer container =
                Application.withoutBeans().with(Fakes.class).start(TARGET)) {
            assertThat(container.select(Checker.class).get()).isInstanceOf(FakeChecker.class);
            assertThat(container.select(Monitor.class).get().targets()).containsExactly("db:5432");
        }
    }

    @Test
    void shownTargets_areAReadinessCheck() {
        fake.otherwise().up();

        try (WeldContainer container =
                Application.with(fake).with(ShownTargets.class).start(TARGET)) {
            assertThat(container.select(HealthCheck.class, Readiness.Literal.INSTANCE).stream())
                    .extracting(check -> check.call().getName())
                    .containsExactlyInAnyOrder("halfshake", "halfshake-readiness");
        }
    }
}
