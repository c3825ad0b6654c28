package io.halfshake.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.cli.Json;
import io.halfshake.cli.Shell;
import io.halfshake.testing.RecordedCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckCommandTest {
    private final Shell shell = new Shell();

    private List<String> asked() {
        return shell.checker.recordedChecks().stream()
                .map(RecordedCheck::target)
                .toList();
    }

    private List<Duration> timeouts() {
        return shell.checker.recordedChecks().stream()
                .map(RecordedCheck::timeout)
                .toList();
    }

    @Test
    void singleCheck_writesOneLineOnly() {
        assertThat(shell.run("check", "up:1")).isZero();
        assertThat(shell.output()).isEqualTo("up             0.214 ms  up:1 (192.0.2.1:1)\n");
        assertThat(shell.errors()).isEmpty();
        assertThat(timeouts()).containsExactly(Duration.ofMillis(500));
        assertThatThrownBy(() -> shell.checker.checkAddr("up:1", Duration.ofSeconds(1)))
                .as("the checker is closed")
                .isInstanceOf(IllegalStateException.class);
        assertThat(shell.requestedEngine).isNull();
        assertThat(shell.requestedInFlight).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "up:1, 0", "down:1, 1", "unknown:1, 3",
        "up:1 up:2, 0", "up:1 down:2 unknown:3, 1", "up:1 unknown:2, 3",
    })
    void exitStatusOfCheck_isTheWorstCertainState(String targets, int status) {
        assertThat(shell.run(("check " + targets).split(" "))).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-t 2s", "-t2s", "-t=2s", "--timeout=2s", "--timeout 2s"})
    void timeoutOfCheck_isUsed(String option) {
        shell.run(("check " + option + " up:1 up:2").split(" "));
        assertThat(timeouts()).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    @Test
    void countOption_repeatsEachTarget() {
        assertThat(shell.run("check", "-n", "3", "up:1", "up:2")).isZero();
        assertThat(asked()).containsExactly("up:1", "up:2", "up:1", "up:2", "up:1", "up:2");
        assertThat(shell.output().lines().filter(line -> line.startsWith("up ")).count())
                .as("results and the summary's line")
                .isEqualTo(7);
    }

    @Test
    void engineAndInFlight_areRequested() {
        assertThat(shell.run("check", "-e", "syn", "-c", "20", "up:1")).isZero();
        assertThat(shell.requestedEngine).isEqualTo("syn");
        assertThat(shell.requestedInFlight).isEqualTo(20);
    }

    @Test
    void engineAuto_requestsTheBestEngine() {
        assertThat(shell.run("check", "-e", "auto", "up:1")).isZero();
        assertThat(shell.requestedEngine).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check -c 1001 up:1", "check -c 1001 up:1 up:2", "check -q -c 1001 -f -"})
    void inFlightAboveTheEnginesLimit_isRefused(String arguments) {
        assertThat(shell.withStdin("up:1\n").run(arguments.split(" "))).isEqualTo(2);
        assertThat(shell.errors())
                .isEqualTo("halfshake: -c: \"1001\" (expected at most 1000 with the engine fake here)\n");
        assertThat(shell.output()).isEmpty();
        assertThat(asked()).isEmpty();
        assertThatThrownBy(() -> shell.checker.checkAddr("up:1", Duration.ofSeconds(1)))
                .as("the checker is closed")
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void inFlightAtTheEnginesLimit_isAccepted() {
        assertThat(shell.run("check", "-c", "1000", "up:1")).isZero();
        assertThat(shell.errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"20, 20, ''", "21, 21, 1", "862727, 21, '862,707'"})
    void manyInvalidLines_areShortenedToTheFirstAndACount(int wrong, int shown, String more) {
        assertThat(shell.withStdin("nonsense\n".repeat(wrong) + "up:1\n").run("check", "--json", "-f", "-"))
                .isEqualTo(2);
        List<String> lines = shell.errors().lines().toList();
        assertThat(lines).hasSize(shown);
        if (!more.isEmpty()) {
            assertThat(lines).last().isEqualTo("halfshake: and " + more + " more of these");
        }
        assertThat(asked()).containsExactly("up:1");
    }

    @Test
    void manyInvalidLinesWithoutATarget_areShortenedToo() {
        assertThat(shell.withStdin("nonsense\n".repeat(30)).run("check", "-f", "-"))
                .isEqualTo(2);
        assertThat(shell.errors().lines())
                .hasSize(22)
                .endsWith(
                        "halfshake: and 10 more of these",
                        "halfshake: TARGET: none in the file (expected at least one)");
    }

    @Test
    void manyInvalidArguments_areShortenedToTheFirstAndACount() {
        assertThat(shell.run(("check" + " nonsense".repeat(30)).split(" "))).isEqualTo(2);
        assertThat(shell.errors().lines())
                .hasSize(21)
                .allMatch(line -> line.startsWith("halfshake: "))
                .endsWith("halfshake: and 10 more of these");
    }

    @Test
    void fileOfTargets_isCheckedAfterTheArguments(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("targets"), "# ours\nup:2\n\nup:3\n");
        assertThat(shell.run("check", "-f", file.toString(), "up:1")).isZero();
        assertThat(asked()).containsExactly("up:1", "up:2", "up:3");
    }

    @Test
    void targetsOnStandardInput_areChecked() {
        assertThat(shell.withStdin("up:1\nup:2\n").run("check", "-f", "-")).isZero();
        assertThat(asked()).containsExactly("up:1", "up:2");
    }

    @Test
    void invalidLine_isReportedAndTheOthersAreChecked() {
        assertThat(shell.withStdin("up:1\nnonsense\ndown:2\n").run("check", "-f", "-"))
                .isEqualTo(2);
        assertThat(asked()).containsExactly("up:1", "down:2");
        assertThat(shell.errors()).startsWith("halfshake: standard input:2: target: \"nonsense\" (expected ");
        assertThat(shell.output()).contains("\nskipped     1 invalid line\n");
    }

    @Test
    void noTarget_isRefused() {
        assertThat(shell.withStdin("# nothing\n").run("check", "-f", "-")).isEqualTo(2);
        assertThat(shell.errors()).isEqualTo("halfshake: TARGET: none in the file (expected at least one)\n");
    }

    @Test
    void countWithStandardInput_isRefused() {
        assertThat(shell.withStdin("up:1\n").run("check", "-n", "2", "-f", "-")).isEqualTo(2);
        assertThat(shell.errors())
                .isEqualTo("halfshake: -n: \"2\" (expected 1 with standard input, which can be read only once)\n");
        assertThat(asked()).isEmpty();
    }

    @Test
    void unreadableFile_isNamed(@TempDir Path directory) {
        assertThat(shell.run("check", "-f", directory.toString())).isEqualTo(2);
        assertThat(shell.errors())
                .startsWith("halfshake: -f: \"" + directory + "\" (expected a readable file: ")
                .doesNotContain("\tat ");
        assertThat(shell.onInterrupt).isEmpty();
    }

    @Test
    void invalidTarget_isRefusedBeforeAnyCheck() {
        assertThat(shell.run("check", "up:1", "nonsense", "up:0")).isEqualTo(2);
        assertThat(asked()).isEmpty();
        assertThat(shell.errors().lines())
                .hasSize(2)
                .allMatch(line -> line.matches("halfshake: target: \"(nonsense|up:0)\" \\(expected .*\\)"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-t 5 up:1 | -t: \"5\" (expected a whole number from 1 to 999999999 and a unit: us, ms, s, m or h, such as"
                        + " 500ms)",
                "-n 0 up:1 | -n: \"0\" (expected a whole number from 1 to 1000000000000)",
                "-n x up:1 | -n: \"x\" (expected a whole number from 1 to 1000000000000)",
                "-c 1000001 up:1 | -c: \"1000001\" (expected a whole number from 1 to 1000000)",
                "-c -3 up:1 | -c: \"-3\" (expected a whole number from 1 to 1000000)",
                "--frobnicate up:1 | option: \"--frobnicate\" (see \"halfshake check --help\")",
                "up:1 -t | DURATION: none (see \"halfshake check --help\")",
                "'' | TARGET: none (expected at least one, or -f FILE)",
            })
    void invalidArguments_areReported(String arguments, String message) {
        String line = ("check " + arguments).strip();
        assertThat(shell.run(line.split(" "))).isEqualTo(2);
        assertThat(shell.errors()).isEqualTo("halfshake: " + message + "\n");
        assertThat(shell.output()).isEmpty();
        assertThat(asked()).isEmpty();
    }

    @Test
    void argumentsAfterTwoDashes_areTargets() {
        assertThat(shell.run("check", "--", "-t")).isEqualTo(2);
        assertThat(shell.errors()).startsWith("halfshake: target: \"-t\" (expected ");
    }

    @Test
    void jsonOfCheck_isJsonLinesOnly() {
        assertThat(shell.run("check", "--json", "up:1", "down:2", "unknown:3")).isEqualTo(1);
        assertThat(Json.lines(shell.output()))
                .extracting(fields -> fields.get("state"))
                .containsExactlyInAnyOrder("up", "down", "unknown");
        assertThat(shell.errors()).isEmpty();
    }

    @Test
    void summaryOfJson_goesToATerminalsStandardError() {
        shell.stderrIsTerminal = true;
        shell.run("check", "--json", "up:1", "up:2");
        assertThat(Json.lines(shell.output())).hasSize(2);
        assertThat(shell.errors()).startsWith("checks      2 in ");
    }

    @Test
    void singleJsonResult_hasNoSummary() {
        shell.stderrIsTerminal = true;
        shell.run("check", "--json", "up:1");
        assertThat(Json.lines(shell.output())).hasSize(1);
        assertThat(shell.errors()).isEmpty();
    }

    @Test
    void quietCheck_writesTheSummaryOnly() {
        assertThat(shell.run("check", "-q", "up:1")).isZero();
        assertThat(shell.output()).startsWith("checks      1 in ");
    }

    @Test
    void quietJson_writesTheSummaryToStandardError() {
        assertThat(shell.run("check", "-q", "--json", "up:1", "down:2")).isEqualTo(1);
        assertThat(shell.output()).isEmpty();
        assertThat(shell.errors()).startsWith("checks      2 in ");
    }

    @Test
    void statesOfCheck_areColouredOnATerminalOnly() {
        Shell pipe = new Shell();
        pipe.run("check", "up:1");
        assertThat(pipe.output()).startsWith("up ").doesNotContain("\u001b");
        shell.stdoutIsTerminal = true;
        shell.run("check", "up:1", "down:2", "unknown:3");
        assertThat(shell.output())
                .contains("\u001b[32mup\u001b[0m ")
                .contains("\u001b[31mdown\u001b[0m ")
                .contains("\u001b[33munknown\u001b[0m ");
    }

    @Test
    void json_isNeverColoured() {
        shell.stdoutIsTerminal = true;
        shell.run("check", "--json", "up:1");
        assertThat(shell.output()).startsWith("{").doesNotContain("\u001b");
    }
}
