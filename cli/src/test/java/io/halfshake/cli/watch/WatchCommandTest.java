package io.halfshake.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.UnknownReason;
import io.halfshake.cli.FakeEchoChecker;
import io.halfshake.cli.Json;
import io.halfshake.cli.Shell;
import io.halfshake.cli.terminal.OutputTest;
import io.halfshake.testing.RecordedCheck;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchCommandTest {
    private final Shell shell = new Shell();

    private int watch(String arguments) {
        return shell.run(("watch " + arguments).strip().split(" ", -1));
    }

    private List<Long> askedAtMillis() {
        return shell.checker.recordedChecks().stream()
                .map(asked -> asked.at().toMillis())
                .toList();
    }

    private List<Object> types() {
        return Json.lines(shell.output()).stream().map(line -> line.get("type")).toList();
    }

    private static String targets(int count) {
        StringBuilder lines = new StringBuilder();
        for (int port = 1; port <= count; port++) {
            lines.append("many:").append(port).append('\n');
        }
        return lines.toString();
    }

    private void interruptAfter(Duration time) {
        shell.time.schedule(time, () -> List.copyOf(shell.onInterrupt).forEach(Runnable::run));
    }

    @Test
    void forOption_endsTheWatchAfterTheGivenTime() {
        assertThat(watch("--for 3500ms up:1")).isZero();
        assertThat(askedAtMillis()).containsExactly(0L, 1_000L, 2_000L, 3_000L);
        assertThat(shell.checker.recordedChecks())
                .extracting(RecordedCheck::timeout)
                .containsOnly(Duration.ofMillis(500));
        assertThat(shell.output())
                .startsWith("2000-01-01T01:00:00.000+01:00  unknown -> up    up:1 (192.0.2.1:1) is up: ")
                .contains("\n\nup:1  up; available 100.000% of 3.500 s")
                .contains("checks      4: 4 up");
        assertThat(shell.errors()).isEmpty();
        assertThat(shell.onInterrupt).isEmpty();
    }

    @Test
    void intervalOfWatch_isUsedAndLimitsTheTimeout() {
        watch("-i 200ms --for 1s up:1");
        assertThat(askedAtMillis()).hasSize(6).startsWith(0L, 200L, 400L);
        assertThat(shell.checker.recordedChecks())
                .extracting(RecordedCheck::timeout)
                .containsOnly(Duration.ofMillis(200));
    }

    @Test
    void timeoutAndEngineOfWatch_areUsed() {
        watch("-i 200ms -t 100ms -e syn --for 1s up:1");
        assertThat(shell.checker.recordedChecks())
                .extracting(RecordedCheck::timeout)
                .containsOnly(Duration.ofMillis(100));
        assertThat(shell.requestedEngine).isEqualTo("syn");
    }

    @Test
    void watchByEcho_checksHosts() {
        FakeEchoChecker echo = new FakeEchoChecker();
        shell.echo = echo;
        assertThat(watch("-e echo --for 1500ms 192.0.2.1")).isZero();
        assertThat(echo.asked).containsExactly("192.0.2.1", "192.0.2.1");
        assertThat(shell.output())
                .contains("192.0.2.1  up; available 100.000% of 1.500 s")
                .contains("192.0.2.1 is up: ")
                .doesNotContain(":0)");
    }

    @Test
    void jsonOfEcho_namesNoPort() {
        shell.echo = new FakeEchoChecker();
        watch("--json -e echo --for 1500ms 192.0.2.1");
        assertThat(Json.lines(shell.output()).get(0))
                .hasEntrySatisfying("text", text -> assertThat(text).asString().startsWith("192.0.2.1 is up: "));
        assertThat(shell.output()).doesNotContain(":0)", ":0\"");
    }

    @Test
    void closedStandardOutput_endsTheWatchWithoutAWrite() {
        shell.time.schedule(Duration.ofSeconds(3), () -> shell.stdoutClosed = true);
        assertThat(watch("up:1")).isEqualTo(141);
        assertThat(askedAtMillis()).hasSize(4);
        assertThat(shell.errors()).isEmpty();
        assertThat(shell.onInterrupt).isEmpty();
    }

    @Test
    void manyInvalidAndRepeatedLines_areShortened() {
        String wrong = "nonsense\n".repeat(30) + "up:1\n".repeat(24);
        assertThat(shell.withStdin(wrong).run("watch", "--json", "--for", "900ms", "-f", "-"))
                .isEqualTo(2);
        List<String> lines = shell.errors().lines().toList();
        assertThat(lines).hasSize(42).contains("halfshake: and 10 more of these", "halfshake: and 3 more of these");
    }

    @Test
    void firstChecks_areSpread() {
        shell.withStdin("up:1\nup:2\nup:3\n");
        watch("--for 900ms -f -");
        assertThat(askedAtMillis()).hasSize(3).allMatch(at -> at <= 30).doesNotHaveDuplicates();
    }

    @Test
    void untilUp_endsWithTheMeasuredOutage() {
        shell.checker.on("db:1").up().times(3).refused().times(4).up();
        assertThat(watch("--until-up db:1")).isZero();
        assertThat(askedAtMillis()).as("it ends with the outage").hasSize(8);
        assertThat(shell.output()).contains("was down for 3.000 s to 5.000 s", ": 3.000 s to 5.000 s, refused\n");
    }

    @Test
    void untilUp_acceptsAnOutageThatHasBegun() {
        shell.checker.on("db:1").refused().times(4).up();
        assertThat(watch("--until-up db:1")).isZero();
        assertThat(shell.output()).contains("was down for 3.000 s or more");
    }

    @Test
    void untilDown_endsWhenATargetIsDown() {
        shell.checker.on("db:1").up().times(3).refused();
        assertThat(watch("--until-down up:1 db:1")).isZero();
        assertThat(askedAtMillis().get(askedAtMillis().size() - 1)).isLessThan(4_000L);
    }

    @ParameterizedTest
    @CsvSource({
        "--for 3s up:1, 0",
        "--for 3s up:1 down:1, 1",
        "--for 3s up:1 unknown:1, 3",
        "--for 3s down:1 unknown:1, 1",
        "--for 3s --until-down up:1, 1",
        "--for 3s --until-up up:1, 1",
        "--for 3s --until-up down:1, 1",
        "--for 3s --until-down down:1, 0",
    })
    void exitStatus_reflectsTheStopCondition(String arguments, int status) {
        assertThat(watch(arguments)).isEqualTo(status);
    }

    @Test
    void riseAndFall_delayTransitions() {
        shell.checker.on("db:1").up().refused().times(2).up().refused().times(3).up();
        assertThat(watch("--fall 3 --rise 2 --for 20s --json db:1")).isEqualTo(1);
        assertThat(Json.lines(shell.output()))
                .extracting(line -> line.get("to"))
                .containsExactly("up", "down", "up", null);
    }

    @Test
    void jsonOfWatch_isJsonLinesOnly() {
        shell.stdoutIsTerminal = true;
        shell.checker.on("db:1").up().refused().up();
        watch("--json --for 5s db:1 unknown:1");
        assertThat(types())
                .containsExactlyInAnyOrder("transition", "unknown", "transition", "transition", "report", "report")
                .endsWith("report", "report");
    }

    @Test
    void unknownFirstResult_isShownImmediately() {
        shell.checker.on("typo:1").unknown(UnknownReason.UNRESOLVED);
        watch("--for 5s typo:1");
        assertThat(shell.output()).containsOnlyOnce("+01:00  unknown          typo:1 is unknown: unresolved");
    }

    @Test
    void quietWatch_showsTheReportOnly() {
        shell.stdoutIsTerminal = true;
        assertThat(watch("-q --for 5s down:1 unknown:1")).isEqualTo(1);
        assertThat(shell.output()).startsWith("down:1  down; available ").doesNotContain("->", "\u001b");
    }

    @Test
    void interruptedWatch_endsWithTheReport() {
        interruptAfter(Duration.ofSeconds(3));
        watch("up:1");
        assertThat(shell.output()).containsOnlyOnce("up:1  up; available 100.000% of 3.0");
        assertThat(shell.onInterrupt).isEmpty();
    }

    @Test
    void interruptWithABrokenPipe_endsWithoutAnError() {
        shell.stdout = new OutputTest.Refusing("Broken pipe");
        interruptAfter(Duration.ZERO);
        watch("--json up:1");
        assertThat(shell.errors()).isEmpty();
    }

    @Test
    void watchOnATerminal_drawsATable() {
        shell.stdoutIsTerminal = true;
        shell.checker.on("db:1").up().times(2).refused();
        watch("--for 4s db:1 up:1");
        assertThat(shell.output())
                .contains("TARGET    STATE    FOR          ROUND TRIP  LATEST                  LOST")
                .containsPattern("db:1      \u001b\\[31mdown\u001b\\[0m     1s +refused  ::!!")
                .contains("up -> \u001b[31mdown\u001b[0m")
                .as("what the table shows anyway")
                .doesNotContain("unknown -> ");
    }

    @Test
    void lineLoggedWhileTheTableIsShown_isALineAboveIt() {
        shell.stdoutIsTerminal = true;
        shell.stderrIsTerminal = true;
        shell.time.schedule(Duration.ofMillis(1_200), () -> shell.logLines.print("halfshake: a warning"));
        assertThat(watch("--for 3s up:1")).isZero();
        assertThat(shell.output()).containsOnlyOnce("\u001b[Jhalfshake: a warning\n\u001b[?7lTARGET");
        assertThat(shell.errors()).isEmpty();
    }

    @Test
    void lineLoggedBeforeTheTableFails_isOnStandardError() {
        shell.stdoutIsTerminal = true;
        shell.stderrIsTerminal = true;
        shell.time.schedule(Duration.ofMillis(1_200), () -> {
            shell.logLines.print("halfshake: a warning");
            shell.stdoutClosed = true;
        });
        assertThat(watch("up:1")).isEqualTo(141);
        assertThat(shell.errors()).isEqualTo("halfshake: a warning\n");
    }

    @Test
    void lineLoggedBeforeTheTableCannotBeWritten_isOnStandardError() {
        shell.stdoutIsTerminal = true;
        shell.stderrIsTerminal = true;
        shell.stdout = new OutputTest.Refusing("Input/output error");
        shell.time.schedule(Duration.ZERO, () -> shell.logLines.print("halfshake: a warning"));
        assertThat(watch("up:1")).isEqualTo(2);
        assertThat(shell.errors()).startsWith("halfshake: a warning\nhalfshake: standard output: Input/output error");
    }

    @Test
    void interrupt_restoresTheTerminal() {
        shell.stdoutIsTerminal = true;
        interruptAfter(Duration.ofSeconds(3));
        watch("up:1");
        String printed = shell.output();
        assertThat(printed).contains("\u001b[Jup:1  up; available");
        assertThat(printed.lastIndexOf("\u001b[?7h"))
                .as("lines wrap again")
                .isGreaterThan(printed.lastIndexOf("\u001b[?7l"));
    }

    @Test
    void dumbTerminal_getsNoEscapes() {
        shell.stdoutIsTerminal = true;
        shell.variables.put("TERM", "dumb");
        watch("--for 3s up:1");
        assertThat(shell.output()).doesNotContain("\u001b").contains("unknown -> up");
    }

    @Test
    void repeatedTarget_isWatchedOnce() {
        assertThat(shell.withStdin("up:1\nup:2\n").run("watch", "--for", "900ms", "-f", "-", "up:1"))
                .isZero();
        assertThat(shell.checker.recordedChecks())
                .extracting(RecordedCheck::target)
                .containsExactlyInAnyOrder("up:1", "up:2");
        assertThat(shell.errors()).isEqualTo("halfshake: target: \"up:1\" (expected once; it is watched once)\n");
    }

    @Test
    void invalidLine_isReportedAndTheOthersAreWatched() {
        assertThat(shell.withStdin("up:1\nnonsense\n").run("watch", "--for", "900ms", "-f", "-"))
                .isEqualTo(2);
        assertThat(shell.errors()).startsWith("halfshake: standard input:2: target: \"nonsense\" (expected ");
        assertThat(shell.output()).contains("skipped       1 invalid line\n");
    }

    @Test
    void noTarget_isRefused() {
        assertThat(shell.withStdin("# nothing\n").run("watch", "-f", "-")).isEqualTo(2);
        assertThat(shell.errors()).isEqualTo("halfshake: TARGET: none in the file (expected at least one)\n");
    }

    @Test
    void forOption_showsQueuedUpdatesAtItsEnd() {
        shell.checker.otherwise().up();
        shell.withStdin(targets(3_000)).run("watch", "-i", "10ms", "--for", "100ms", "-f", "-");
        assertThat(shell.output().lines().filter(line -> line.contains("unknown -> up")))
                .hasSize(3_000);
    }

    @Test
    void inFlightOfWatch_allowsForAllTargetsBeingSilent() {
        shell.checker.otherwise().up();
        shell.withStdin(targets(4_000)).run("watch", "-q", "--for", "10ms", "-f", "-");
        assertThat(shell.requestedInFlight).isEqualTo(2_000);
        assertThat(shell.errors())
                .isEqualTo("halfshake: warning: targets: 4000, of which 2000 may be silent at once (expected at most"
                        + " 1000 with the engine fake here; a longer -i or a shorter -t helps)\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-i 5 up:1 | -i: \"5\" (expected a whole number from 1 to 999999999 and a unit: us, ms, s, m or h, such as"
                        + " 500ms)",
                "-i 9ms up:1 | -i: \"9ms\" (expected 10ms or more)",
                "-t 2s up:1 | -t: \"2s\" (expected at most the interval, -i 1s)",
                "-t 200ms -i 100ms up:1 | -t: \"200ms\" (expected at most the interval, -i 100ms)",
                "--rise 0 up:1 | --rise: \"0\" (expected a whole number from 1 to 1000000)",
                "--fall x up:1 | --fall: \"x\" (expected a whole number from 1 to 1000000)",
                "--for ever up:1 | --for: \"ever\" (expected a whole number from 1 to 999999999 and a unit: us, ms, s, m"
                        + " or h, such as 500ms)",
                "-n 3 up:1 | option: \"-n\" (see \"halfshake watch --help\")",
                "-q | TARGET: none (expected at least one, or -f FILE)",
            })
    void invalidArguments_areReported(String arguments, String message) {
        assertThat(watch(arguments)).isEqualTo(2);
        assertThat(shell.errors()).isEqualTo("halfshake: " + message + "\n");
        assertThat(shell.output()).isEmpty();
        assertThat(shell.checker.recordedChecks()).isEmpty();
    }

    @Test
    void invalidTarget_isRefusedBeforeAnyCheck() {
        assertThat(watch("up:1 nonsense")).isEqualTo(2);
        assertThat(shell.checker.recordedChecks()).isEmpty();
        assertThat(shell.errors()).startsWith("halfshake: target: \"nonsense\" (expected ");
    }
}
