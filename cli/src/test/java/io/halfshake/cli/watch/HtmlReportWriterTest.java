package io.halfshake.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.Shell;
import io.halfshake.cli.Xhtml;
import io.halfshake.cli.terminal.OutputTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportWriterTest {
    private final Shell shell = new Shell();

    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("out.html");
    }

    private int watch(String arguments) {
        List<String> all = new ArrayList<>(List.of("watch", "--report", file().toString()));
        all.addAll(List.of(arguments.split(" ", -1)));
        return shell.run(all.toArray(String[]::new));
    }

    private Xhtml report() throws IOException {
        return Xhtml.parse(Files.readString(file()));
    }

    private void after(Duration time, Runnable action) {
        shell.time.schedule(time, action);
    }

    private void interrupt() {
        List.copyOf(shell.onInterrupt).forEach(Runnable::run);
    }

    @Test
    void report_isWrittenBesideTheText() throws IOException {
        shell.checker
                .on("db:1")
                .up(Duration.ofMillis(2))
                .times(3)
                .refused()
                .times(4)
                .up(Duration.ofMillis(2));
        assertThat(watch("--for 9500ms --fall 2 -t 300ms --witness up:1 db:1")).isEqualTo(1);
        assertThat(shell.output()).contains("\ndb:1  up; available ");
        assertThat(shell.errors()).isEmpty();
        Xhtml report = report();
        assertThat(report.fact("Measured"))
                .isEqualTo("2000-01-01 01:00:00.000 to 2000-01-01 01:00:09.500, 9.500 s; all times are UTC+01:00");
        assertThat(report.fact("Checks")).isEqualTo("each target every 1s, with a time limit of 300ms");
        assertThat(report.fact("Thresholds"))
                .isEqualTo("up after one successful check, down after 2 failed checks in a row");
        assertThat(report.fact("Witnesses")).isEqualTo("up:1; 1 of 1 must respond");
        assertThat(report.fact("Ends")).isEqualTo("after 9500ms, when interrupted");
        assertThat(report.fact("Version")).startsWith("Halfshake ").contains(", Java ");
        assertThat(report.paths("down")).as("the timeline").hasSize(1);
        assertThat(report.paths("median"))
                .as("the plot has what the listener got")
                .hasSize(1);
        assertThat(report.paths("failed")).hasSize(1);
    }

    @Test
    void reportAndText_sayTheSame() throws IOException {
        watch("--for 3500ms up:1");
        assertThat(shell.output()).contains("  checks      4: 4 up");
        assertThat(report().texts("dd")).anyMatch(value -> value.strip().equals("4: 4 up, 0 down, 0 unknown"));
    }

    @Test
    void interruptedWatch_writesTheReportOfThatMoment() throws IOException {
        after(Duration.ofMillis(3_500), this::interrupt);
        watch("up:1");
        assertThat(report().fact("Measured")).contains(", 3.500 s; ");
        assertThat(shell.output()).contains("up:1  up; available 100.000% of 3.5");
    }

    @Test
    void untilDown_writesTheReport() throws IOException {
        shell.checker.on("db:1").up().times(3).refused();
        assertThat(watch("--until-down db:1")).isZero();
        assertThat(report().texts("p")).contains("1 target: 0 up, 1 down, 0 unknown; 1 had an outage");
        assertThat(report().fact("Ends")).isEqualTo("when a target is down, when interrupted");
    }

    @Test
    void untilUp_isInWordsToo() throws IOException {
        shell.checker.on("db:1").up().refused().times(2).up();
        assertThat(watch("--until-up --for 20s --rise 3 db:1")).isZero();
        assertThat(report().fact("Ends"))
                .isEqualTo("when an outage has ended and no target is down, after 20s, when interrupted");
        assertThat(report().fact("Thresholds"))
                .isEqualTo("up after 3 successful checks in a row, down after one failed check");
    }

    @Test
    void closedStandardOutput_leavesTheReport() throws IOException {
        after(Duration.ofSeconds(3), () -> shell.stdoutClosed = true);
        assertThat(watch("up:1")).isEqualTo(141);
        assertThat(report().elements("section")).hasSize(1);
    }

    @Test
    void standardOutputThatFailsAtTheEnd_leavesTheReport() throws IOException {
        shell.stdout = new OutputTest.Refusing("Broken pipe");
        after(Duration.ZERO, this::interrupt);
        watch("--json -q up:1");
        assertThat(report().elements("section")).hasSize(1);
    }

    @Test
    void fileThatCannotBeWritten_isRefusedBeforeAnyCheck() {
        assertThat(shell.run("watch", "--report", directory.resolve("missing/x").toString(), "up:1"))
                .isEqualTo(2);
        assertThat(shell.errors())
                .startsWith("halfshake: --report: \"")
                .endsWith("\" (expected a file that can be written: No such file or directory)\n");
        assertThat(shell.checker.recordedChecks()).isEmpty();
        assertThat(shell.onInterrupt).isEmpty();
    }

    private void takeThePlace() {
        try {
            Files.createDirectory(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void fileThatFailsAtTheEnd_isAnErrorAfterTheText() {
        shell.stdoutIsTerminal = true;
        after(Duration.ofSeconds(2), this::takeThePlace);
        assertThat(watch("--for 3s up:1")).isEqualTo(2);
        assertThat(shell.output()).contains("up:1  up; available ");
        assertThat(shell.errors())
                .startsWith("halfshake: --report: \"")
                .contains("\" was not written: ", "; the report is in ")
                .containsOnlyOnce("\n");
    }

    @Test
    void fileThatFailsAtAnInterrupt_isAnErrorAfterTheText() {
        after(Duration.ofSeconds(2), this::takeThePlace);
        after(Duration.ofMillis(3_500), this::interrupt);
        watch("up:1");
        assertThat(shell.output()).contains("up:1  up; available ");
        assertThat(shell.errors()).contains("\" was not written: ").containsOnlyOnce("\n");
    }

    @Test
    void watchWithoutReport_recordsAndWritesNothing() throws IOException {
        assertThat(shell.run("watch", "--for", "3s", "up:1")).isZero();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }
}
