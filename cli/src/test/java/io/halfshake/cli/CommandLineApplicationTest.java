package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineApplicationTest {
    private final Shell shell = new Shell();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void listsTheCommands(String arguments) {
        assertThat(shell.run(arguments.split(" "))).isZero();
        assertThat(shell.printed())
                .contains("Usage: halfshake ")
                .containsPattern("\n  check +Tells whether")
                .containsPattern("\n  watch +Checks targets again and again")
                .containsPattern("\n  diagnose +Tells a service that is down")
                .containsPattern("\n  doctor +Shows which engines");
        assertThat(shell.complained()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check --help", "check -h", "help check", "check --help --frobnicate"})
    void explainsACommand(String arguments) {
        assertThat(shell.run(arguments.split(" "))).isZero();
        assertThat(shell.printed())
                .contains("Usage: halfshake check ")
                .contains("-t, --timeout=DURATION", "-n, --count=COUNT", "-c, --in-flight=IN_FLIGHT")
                .contains("-e, --engine=ENGINE", "-f, --file=FILE", "--json", "-q, --quiet")
                .contains("Default: 500ms.", "Exit status:", "  141  ");
        assertThat(shell.printed().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void explainsWatching() {
        assertThat(shell.run("help", "watch")).isZero();
        assertThat(shell.printed())
                .contains("Usage: halfshake watch ")
                .contains("-i, --interval=DURATION", "-t, --timeout=DURATION", "--rise=COUNT", "--fall=COUNT")
                .contains("--for=DURATION", "--until-down", "--until-up", "--json", "-q, --quiet", "Exit status:");
        assertThat(shell.printed().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void explainsTheDoctor() {
        assertThat(shell.run("help", "doctor")).isZero();
        assertThat(shell.printed()).contains("Usage: halfshake doctor ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void saysItsVersion(String argument) {
        assertThat(shell.run(argument)).isZero();
        assertThat(shell.printed()).matches("halfshake .+\n");
    }

    @Test
    void asksForACommand() {
        assertThat(shell.run()).isEqualTo(2);
        assertThat(shell.complained())
                .isEqualTo("halfshake: COMMAND: none (expected check, watch, diagnose, doctor or help)\n");
        assertThat(shell.printed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"frobnicate", "help frobnicate", "--frobnicate", "doctor --frobnicate", "doctor now"})
    void refusesWhatItDoesNotKnow(String arguments) {
        assertThat(shell.run(arguments.split(" "))).isEqualTo(2);
        assertThat(shell.complained()).matches("halfshake: .*\"(--)?(frobnicate|now)\" \\(expected .*\\)\n");
    }

    @Test
    void refusesAnOptionGivenTwiceRatherThanDropOneOfThem() {
        assertThat(shell.run("check", "-f", "one.txt", "-f", "two.txt")).isEqualTo(2);
        assertThat(shell.complained()).contains("--file");
    }

    @Test
    void leavesAnAtSignAlone() {
        assertThat(shell.run("check", "@/etc/passwd")).isEqualTo(2);
        assertThat(shell.complained()).startsWith("halfshake: target: \"@/etc/passwd\" (expected ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check up:1",
                "check --json up:1",
                "check up:1 up:2",
                "check -q up:1",
                "check -h",
                "doctor",
                "watch up:1",
                "watch --json --for 3s up:1"
            })
    void stopsQuietlyWhenNobodyReads(String arguments) {
        shell.stdout = new OutputTest.Refusing("Broken pipe");
        assertThat(shell.run(arguments.split(" "))).isEqualTo(141);
        assertThat(shell.complained()).isEmpty();
        assertThat(shell.onInterrupt).isEmpty();
    }

    @Test
    void doesNotPassAFaultOffAsAFinding() {
        shell.unavailable = new IllegalStateException("a fault");
        assertThat(shell.run("check", "up:1")).isEqualTo(70);
        assertThat(shell.complained()).contains("java.lang.IllegalStateException: a fault", "\tat ");
    }

    @Test
    void saysWhyStandardOutputTakesNoMore() {
        shell.stdout = new OutputTest.Refusing("No space left on device");
        assertThat(shell.run("check", "up:1")).isEqualTo(2);
        assertThat(shell.complained())
                .isEqualTo("halfshake: standard output: No space left on device (expected to be writable)\n");
    }

    @Test
    void aFlagCanBeTurnedOff() {
        assertThat(shell.run("check", "--json=false", "up:1")).isZero();
        assertThat(shell.printed()).startsWith("up ");
    }

    @Test
    void anOptionIsGivenOnce() {
        assertThat(shell.run("watch", "-i", "100ms", "-i", "200ms", "up:1")).isEqualTo(2);
        assertThat(shell.complained()).isEqualTo("halfshake: --interval: given more than once (expected once)\n");
    }
}
