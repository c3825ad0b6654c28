package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.terminal.OutputTest;
import java.io.OutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineApplicationTest {
    private final Shell shell = new Shell();

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void help_listsTheCommands(String arguments) {
        assertThat(shell.run(arguments.split(" "))).isZero();
        assertThat(shell.output())
                .contains("Usage: halfshake ")
                .containsPattern("\n  check +Checks whether")
                .containsPattern("\n  watch +Checks targets repeatedly")
                .containsPattern("\n  diagnose +Finds out whether a service or its whole host")
                .containsPattern("\n  doctor +Shows which engines");
        assertThat(shell.errors()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"check --help", "check -h", "help check", "check --help --frobnicate"})
    void helpOfCheck_explainsItsOptions(String arguments) {
        assertThat(shell.run(arguments.split(" "))).isZero();
        assertThat(shell.output())
                .contains("Usage: halfshake check ")
                .contains("-t, --timeout=DURATION", "-n, --count=COUNT", "-c, --in-flight=IN_FLIGHT")
                .contains("-e, --engine=ENGINE", "-f, --file=FILE", "--json", "-q, --quiet")
                .contains("Default: 500ms.", "Exit status:", "  141  ");
        assertThat(shell.output().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void helpOfWatch_explainsItsOptions() {
        assertThat(shell.run("help", "watch")).isZero();
        assertThat(shell.output())
                .contains("Usage: halfshake watch ")
                .contains("-i, --interval=DURATION", "-t, --timeout=DURATION", "--rise=COUNT", "--fall=COUNT")
                .contains("--for=DURATION", "--until-down", "--until-up", "--json", "-q, --quiet", "Exit status:")
                .contains("--report=FILE");
        assertThat(shell.output().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void helpOfDoctor_showsItsUsage() {
        assertThat(shell.run("help", "doctor")).isZero();
        assertThat(shell.output()).contains("Usage: halfshake doctor ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void version_isShown(String argument) {
        assertThat(shell.run(argument)).isZero();
        assertThat(shell.output()).matches("halfshake .+\n");
    }

    @Test
    void missingCommand_isRefused() {
        assertThat(shell.run()).isEqualTo(2);
        assertThat(shell.errors())
                .isEqualTo("halfshake: COMMAND: none (expected check, watch, diagnose, doctor, serve or help)\n");
        assertThat(shell.output()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"frobnicate", "help frobnicate", "--frobnicate", "doctor --frobnicate", "doctor now"})
    void unknownArguments_areRefused(String arguments) {
        assertThat(shell.run(arguments.split(" "))).isEqualTo(2);
        assertThat(shell.errors()).matches("halfshake: .*\"(--)?(frobnicate|now)\" \\((expected|see) .*\\)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check -e wrong up:1", "check -e wrong up", "watch -e wrong up:1"})
    void unknownEngine_isRefusedWithThoseOfTheCommand(String arguments) {
        assertThat(shell.run(arguments.split(" "))).isEqualTo(2);
        assertThat(shell.errors())
                .isEqualTo("halfshake: -e: \"wrong\" (expected auto, half-open, syn or connect; or echo, for hosts"
                        + " without a port)\n");
        assertThat(shell.checker.recordedChecks()).isEmpty();
    }

    @Test
    void repeatedFileOption_isRefused() {
        assertThat(shell.run("check", "-f", "one.txt", "-f", "two.txt")).isEqualTo(2);
        assertThat(shell.errors()).contains("--file");
    }

    @Test
    void argumentWithAtSign_isATarget() {
        assertThat(shell.run("check", "@/etc/passwd")).isEqualTo(2);
        assertThat(shell.errors()).startsWith("halfshake: target: \"@/etc/passwd\" (expected ");
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
    void closedStandardOutput_endsWithoutAnError(String arguments) {
        shell.stdout = new OutputTest.Refusing("Broken pipe");
        assertThat(shell.run(arguments.split(" "))).isEqualTo(141);
        assertThat(shell.errors()).isEmpty();
        assertThat(shell.onInterrupt).isEmpty();
    }

    @Test
    void internalError_isALineWithAStatusOfItsOwn() {
        shell.unavailable = new IllegalStateException("a fault");
        assertThat(shell.run("check", "up:1")).isEqualTo(70);
        assertThat(shell.errors())
                .startsWith("halfshake: internal error: java.lang.IllegalStateException: a fault at io.halfshake.cli.")
                .endsWith(" (a defect; please report it, with the stack trace that HALFSHAKE_TRACE=1 in the environment"
                        + " adds)\n")
                .containsOnlyOnce("\n");
    }

    @Test
    void internalError_hasItsStackTraceOnRequest() {
        shell.unavailable = new IllegalStateException("a fault");
        shell.variables.put("HALFSHAKE_TRACE", "1");
        assertThat(shell.run("check", "up:1")).isEqualTo(70);
        assertThat(shell.errors())
                .startsWith("halfshake: internal error: ")
                .contains("\njava.lang.IllegalStateException: a fault\n\tat ");
    }

    @Test
    void outOfMemory_isALineWithAStatusOfItsOwn() {
        shell.stdout = new OutputStream() {
            @Override
            public void write(int b) {
                throw new OutOfMemoryError("Java heap space");
            }
        };
        assertThat(shell.run("check", "up:1")).isEqualTo(70);
        assertThat(shell.errors().lines())
                .singleElement()
                .asString()
                .startsWith("halfshake: out of memory: Java heap space (-Xmx ");
    }

    @Test
    void outputError_isReported() {
        shell.stdout = new OutputTest.Refusing("No space left on device");
        assertThat(shell.run("check", "up:1")).isEqualTo(2);
        assertThat(shell.errors())
                .isEqualTo("halfshake: standard output: No space left on device (expected to be writable)\n");
    }

    @Test
    void flagSetToFalse_isOff() {
        assertThat(shell.run("check", "--json=false", "up:1")).isZero();
        assertThat(shell.output()).startsWith("up ");
    }

    @Test
    void repeatedOption_isRefusedByName() {
        assertThat(shell.run("watch", "-i", "100ms", "-i", "200ms", "up:1")).isEqualTo(2);
        assertThat(shell.errors()).isEqualTo("halfshake: --interval: given more than once (expected once)\n");
    }
}
