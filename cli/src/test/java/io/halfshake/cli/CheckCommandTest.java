package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.testing.Asked;
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
        return shell.checker.asked().stream().map(Asked::target).toList();
    }

    private List<Duration> timeouts() {
        return shell.checker.asked().stream().map(Asked::timeout).toList();
    }

    @Test
    void writesOneLineForOneCheckAndNothingElse() {
        assertThat(shell.run("check", "up:1")).isZero();
        assertThat(shell.printed()).isEqualTo("up             0.214 ms  up:1 (192.0.2.1:1)\n");
        assertThat(shell.complained()).isEmpty();
        assertThat(timeouts()).containsExactly(Duration.ofMillis(500));
        assertThatThrownBy(() -> shell.checker.checkAddr("up:1", Duration.ofSeconds(1)))
                .as("the checker is closed")
                .isInstanceOf(IllegalStateException.class);
        assertThat(shell.engineAsked).isNull();
        assertThat(shell.inFlightAsked).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "up:1, 0", "down:1, 1", "unknown:1, 3",
        "up:1 up:2, 0", "up:1 down:2 unknown:3, 1", "up:1 unknown:2, 3",
    })
    void tellsTheShellTheWorstThatIsCertain(String targets, int status) {
        assertThat(shell.run(("check " + targets).split(" "))).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-t 2s", "-t2s", "-t=2s", "--timeout=2s", "--timeout 2s"})
    void takesATimeout(String option) {
        shell.run(("check " + option + " up:1 up:2").split(" "));
        assertThat(timeouts()).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    @Test
    void checksEachTargetSoOften() {
        assertThat(shell.run("check", "-n", "3", "up:1", "up:2")).isZero();
        assertThat(asked()).containsExactly("up:1", "up:2", "up:1", "up:2", "up:1", "up:2");
        assertThat(shell.printed()
                        .lines()
                        .filter(line -> line.startsWith("up "))
                        .count())
                .as("results and the summary's line")
                .isEqualTo(7);
    }

    @Test
    void asksForAnEngineByNameAndABudget() {
        assertThat(shell.run("check", "-e", "syn", "-c", "20", "up:1")).isZero();
        assertThat(shell.engineAsked).isEqualTo("syn");
        assertThat(shell.inFlightAsked).isEqualTo(20);
    }

    @Test
    void takesTheBestEngineForAuto() {
        assertThat(shell.run("check", "-e", "auto", "up:1")).isZero();
        assertThat(shell.engineAsked).isNull();
    }

    @Test
    void saysWhenTheEngineHoldsFewerThanAsked() {
        assertThat(shell.run("check", "-c", "20000", "up:1")).isZero();
        assertThat(shell.complained())
                .isEqualTo("halfshake: -c: 20000 (expected at most 1000 with the engine fake here)\n");
    }

    @Test
    void readsTargetsFromAFile(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("targets"), "# ours\nup:2\n\nup:3\n");
        assertThat(shell.run("check", "-f", file.toString(), "up:1")).isZero();
        assertThat(asked()).containsExactly("up:1", "up:2", "up:3");
    }

    @Test
    void readsTargetsFromStandardInput() {
        assertThat(shell.typing("up:1\nup:2\n").run("check", "-f", "-")).isZero();
        assertThat(asked()).containsExactly("up:1", "up:2");
    }

    @Test
    void reportsBadLinesAndChecksTheOthers() {
        assertThat(shell.typing("up:1\nnonsense\ndown:2\n").run("check", "-f", "-"))
                .isEqualTo(2);
        assertThat(asked()).containsExactly("up:1", "down:2");
        assertThat(shell.complained()).startsWith("halfshake: standard input:2: target: \"nonsense\" (expected ");
        assertThat(shell.printed()).contains("\nskipped     1 line that is no target\n");
    }

    @Test
    void refusesToCallNothingASuccess() {
        assertThat(shell.typing("# nothing\n").run("check", "-f", "-")).isEqualTo(2);
        assertThat(shell.complained()).isEqualTo("halfshake: TARGET: none in the file (expected at least one)\n");
    }

    @Test
    void refusesToReadAPipeTwice() {
        assertThat(shell.typing("up:1\n").run("check", "-n", "2", "-f", "-")).isEqualTo(2);
        assertThat(shell.complained())
                .isEqualTo("halfshake: -n: \"2\" (expected 1 with standard input, which can be read only once)\n");
        assertThat(asked()).isEmpty();
    }

    @Test
    void saysWhichFileCannotBeRead(@TempDir Path directory) {
        assertThat(shell.run("check", "-f", directory.toString())).isEqualTo(2);
        assertThat(shell.complained())
                .startsWith("halfshake: -f: \"" + directory + "\" (expected a file that can be read, but: ")
                .doesNotContain("\tat ");
        assertThat(shell.onInterrupt).isEmpty();
    }

    @Test
    void refusesABadTargetBeforeAnythingIsChecked() {
        assertThat(shell.run("check", "up:1", "nonsense", "up:0")).isEqualTo(2);
        assertThat(asked()).isEmpty();
        assertThat(shell.complained().lines())
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
                "--frobnicate up:1 | option: \"--frobnicate\" (expected what \"halfshake check --help\" shows)",
                "up:1 -t | DURATION: none (expected what \"halfshake check --help\" shows)",
                "'' | TARGET: none (expected at least one, or -f FILE)",
            })
    void saysWhatIsWrongWithTheArguments(String arguments, String message) {
        String line = ("check " + arguments).strip();
        assertThat(shell.run(line.split(" "))).isEqualTo(2);
        assertThat(shell.complained()).isEqualTo("halfshake: " + message + "\n");
        assertThat(shell.printed()).isEmpty();
        assertThat(asked()).isEmpty();
    }

    @Test
    void takesWhatFollowsTwoDashesAsTargets() {
        assertThat(shell.run("check", "--", "-t")).isEqualTo(2);
        assertThat(shell.complained()).startsWith("halfshake: target: \"-t\" (expected ");
    }

    @Test
    void writesNothingButJsonLinesToStandardOutput() {
        assertThat(shell.run("check", "--json", "up:1", "down:2", "unknown:3")).isEqualTo(1);
        assertThat(Json.lines(shell.printed()))
                .extracting(fields -> fields.get("state"))
                .containsExactlyInAnyOrder("up", "down", "unknown");
        assertThat(shell.complained()).isEmpty();
    }

    @Test
    void writesTheSummaryOfJsonToATerminal() {
        shell.stderrIsTerminal = true;
        shell.run("check", "--json", "up:1", "up:2");
        assertThat(Json.lines(shell.printed())).hasSize(2);
        assertThat(shell.complained()).startsWith("checks      2 in ");
    }

    @Test
    void writesNoSummaryOfOneJsonResult() {
        shell.stderrIsTerminal = true;
        shell.run("check", "--json", "up:1");
        assertThat(Json.lines(shell.printed())).hasSize(1);
        assertThat(shell.complained()).isEmpty();
    }

    @Test
    void writesTheSummaryOnlyWhenQuiet() {
        assertThat(shell.run("check", "-q", "up:1")).isZero();
        assertThat(shell.printed()).startsWith("checks      1 in ");
    }

    @Test
    void keepsTheSummaryOffStandardOutputWhenThatIsJson() {
        assertThat(shell.run("check", "-q", "--json", "up:1", "down:2")).isEqualTo(1);
        assertThat(shell.printed()).isEmpty();
        assertThat(shell.complained()).startsWith("checks      2 in ");
    }

    @Test
    void coloursStatesOnATerminalOnly() {
        Shell pipe = new Shell();
        pipe.run("check", "up:1");
        assertThat(pipe.printed()).startsWith("up ").doesNotContain("\u001b");
        shell.stdoutIsTerminal = true;
        shell.run("check", "up:1", "down:2", "unknown:3");
        assertThat(shell.printed())
                .contains("\u001b[32mup\u001b[0m ")
                .contains("\u001b[31mdown\u001b[0m ")
                .contains("\u001b[33munknown\u001b[0m ");
    }

    @Test
    void neverColoursJson() {
        shell.stdoutIsTerminal = true;
        shell.run("check", "--json", "up:1");
        assertThat(shell.printed()).startsWith("{").doesNotContain("\u001b");
    }
}
