package io.halfshake.testing.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.Monitor;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.TcpPeer;
import io.halfshake.testing.TestMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path README = MODULE.resolveSibling("README.md");
    private static final Path DOCS = MODULE.resolveSibling("docs");

    private static String source(String name) throws IOException {
        return Files.readString(MODULE.resolve(
                "src/test/java/" + ReadmeTest.class.getPackageName().replace('.', '/') + "/" + name + ".java"));
    }

    private static void assertShows(Path page, String name) throws IOException {
        String source = source(name);
        String shown = source.substring(source.indexOf(';') + 1).strip();

        assertThat(Files.readString(page)).contains("```java\n" + shown + "\n```");
    }

    @Test
    void readme_showsTheCompiledCode() throws IOException {
        assertShows(README, "Embedding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Watchdog", "ResultLog", "StatusReport", "WitnessedWatch", "Restart", "Retries", "Diagnoses"})
    void monitorPage_showsTheCompiledCode(String name) throws IOException {
        assertShows(DOCS.resolve("monitor.md"), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FailoverTest", "VirtualTimeTest", "AlarmTest", "MockedCheckerTest"})
    void testingPage_showsTheCompiledCode(String name) throws IOException {
        assertShows(DOCS.resolve("testing.md"), name);
    }

    @Test
    void readme_showsTheCompiledLinesOfAMethod() throws IOException {
        String source = source("Watching");
        String shown = source.substring(source.indexOf("        Monitor monitor"), source.indexOf("        return"))
                .stripTrailing()
                .stripIndent();

        assertThat(Files.readString(README)).contains("```java\n" + shown + "\n```");
    }

    @Test
    void readmeMonitor_monitorsItsTarget() {
        try (FakeChecker checker = FakeChecker.create();
                Monitor monitor = Watching.watch(checker)) {
            assertThat(monitor.targets()).containsExactly("db:5432");
        }
    }

    @Test
    void restartedMonitor_goesOn() {
        TestMonitor stopped = TestMonitor.create();
        stopped.watch("db:5432").refused();
        stopped.advance(Duration.ofSeconds(1));

        try (Monitor started = Restart.start(stopped.checker(), Restart.stop(stopped.monitor()))) {
            assertThat(started.stats().down()).isEqualTo(1);
        }
    }

    @Test
    void readme_isShort() throws IOException {
        assertThat(Files.readAllLines(README)).hasSizeLessThan(120);
    }

    @Test
    void readmeExample_runs() throws Exception {
        try (TcpPeer peer = TcpPeer.neverAccepting()) {
            Embedding.main(new String[] {peer.target()});
        }
    }
}
