package io.halfshake.cli.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.halfshake.DownReason;
import io.halfshake.EngineStatus;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import io.halfshake.cli.FakeEchoChecker;
import io.halfshake.cli.Json;
import io.halfshake.cli.Results;
import io.halfshake.cli.Shell;
import io.halfshake.cli.terminal.OutputTest;
import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.Outcome;
import io.halfshake.testing.RecordedCheck;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnoseCommandTest {
    private static final Outcome SILENCE = new Outcome.Denied(DownReason.TIMED_OUT, -1, Results.evidence(Signal.NONE));

    private final Shell shell = new Shell();
    private final FakeEchoChecker echo = new FakeEchoChecker();

    /**
     * Services that answer, refuse, are silent or not to be asked, on a host that refuses whatever else it is asked.
     */
    DiagnoseCommandTest() {
        shell.checker.on("up:80").up();
        shell.checker.on("down:80").refused();
        shell.checker.on("silent:80").answer(SILENCE);
        shell.checker.on("unknown:80").unknown(UnknownReason.NO_DESCRIPTORS);
        shell.checker.otherwise().refused();
    }

    private String printed() {
        return shell.output().replaceAll("\\b29[1-8]\\d\\d\\b", "29XXX");
    }

    @Test
    void diagnose_showsTheVerdictTheAnswersAndWhy() {
        shell.echo = echo;
        assertThat(shell.run("diagnose", "silent:80")).isEqualTo(1);
        assertThat(printed()).isEqualTo("""
                        silent:80 (192.0.2.1): service down, the host is alive
                          80     silent for 0.000 ms
                          29XXX  refused: RST after 0.000 ms (should be closed)
                          29XXX  refused: RST after 0.000 ms (should be closed)
                          echo   answered after 0.180 ms
                          The port is silent: as a rule a firewall drops what is sent to it, or its accept queue is full.
                        """);
        assertThat(shell.errors()).isEmpty();
        assertThat(echo.asked).containsExactly("192.0.2.1");
        assertThat(echo.closed).isTrue();
        assertThatIllegalStateException()
                .as("the checker is closed")
                .isThrownBy(() -> shell.checker.checkAddr("up:80", Duration.ofSeconds(1)));
    }

    @Test
    void unavailableEcho_isShownWithItsCause() {
        shell.engines.add(new EngineStatus(
                "echo", "ICMP echo", EngineAvailability.unavailable("socket(2) failed: EPERM (1)", List.of())));
        shell.checker.otherwise().answer(SILENCE);
        assertThat(shell.run("diagnose", "silent:80")).isEqualTo(3);
        assertThat(shell.output())
                .startsWith("silent:80 (192.0.2.1): cannot tell\n")
                .contains("\n  echo   not checked: socket(2) failed: EPERM (1)\n")
                .endsWith(
                        "\n  The host is down, or a firewall drops what is sent to it; an echo request could tell, and"
                                + " none was sent.\n");
    }

    @Test
    void diagnose_writesALineOfJsonForEachTarget() {
        shell.echo = echo;
        assertThat(shell.run("diagnose", "--json", "down:80", "up:80")).isEqualTo(1);
        List<Map<String, Object>> lines = Json.lines(shell.output());
        assertThat(lines).extracting(line -> line.get("target")).containsExactly("down:80", "up:80");
        assertThat(lines.get(0))
                .containsOnlyKeys("target", "address", "verdict", "text", "service", "closedPorts", "echo")
                .containsEntry("address", "192.0.2.1")
                .containsEntry("verdict", "service_down");
        assertThat(lines.get(0).get("service"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("state", "down")
                .containsEntry("reason", "refused")
                .containsEntry("signal", "rst");
        assertThat(lines.get(0).get("closedPorts"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
        assertThat(lines.get(0).get("echo"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("state", "up");
    }

    @Test
    void unavailableEcho_isInTheJsonWithItsCause() {
        shell.engines.add(
                new EngineStatus("echo", "ICMP echo", EngineAvailability.unavailable("no sockets", List.of())));
        assertThat(shell.run("diagnose", "--json", "192.0.2.7")).isZero();
        assertThat(Json.object(shell.output()))
                .containsOnlyKeys("target", "address", "verdict", "text", "closedPorts", "echoUnavailable")
                .containsEntry("verdict", "host_up")
                .containsEntry("echoUnavailable", "no sockets");
    }

    @Test
    void severalDiagnoses_arePrintedInTheOrderGiven() {
        assertThat(shell.run("diagnose", "up:80", "192.0.2.7", "[::1]:80")).isEqualTo(1);
        assertThat(shell.output().lines().filter(line -> line.contains(": ") && !line.startsWith(" ")))
                .containsExactly(
                        "up:80 (192.0.2.1): service up",
                        "192.0.2.7: host up",
                        "[::1]:80: service down, the host is alive");
        assertThat(shell.output()).containsOnlyOnce("\n\n192.0.2.7").doesNotContain("\n\n\n");
    }

    @Test
    void diagnose_handlesMoreTargetsThanFitInFlight() {
        String[] arguments = new String[1_001];
        Arrays.fill(arguments, "up:80");
        arguments[0] = "diagnose";
        assertThat(shell.run(arguments)).isZero();
        assertThat(shell.output().lines().filter("up:80 (192.0.2.1): service up"::equals))
                .hasSize(1_000);
    }

    @ParameterizedTest
    @CsvSource({
        "up:80, 0",
        "up, 0",
        "down:80, 1",
        "unknown:80, 3",
        "up:80 down:80 unknown:80, 1",
        "up:80 unknown:80, 3",
        "unknown:80 up:80, 3",
    })
    void exitStatusOfDiagnose_isTheWorstCertainState(String targets, int status) {
        assertThat(shell.run(("diagnose " + targets).split(" "))).isEqualTo(status);
    }

    @Test
    void interceptedService_hasTheExitStatusOfUnknown() {
        shell.checker.otherwise().up();
        assertThat(shell.run("diagnose", "up:80")).isEqualTo(3);
        assertThat(shell.output())
                .startsWith("up:80 (192.0.2.1): intercepted, ports answer that should be closed\n")
                .contains("answered after 0.000 ms (should be closed)\n");
    }

    @Test
    void timeoutAndEngineOfDiagnose_areUsed() {
        assertThat(shell.run("diagnose", "-t", "4s", "-e", "syn", "192.0.2.7:80"))
                .isEqualTo(1);
        assertThat(shell.requestedEngine).isEqualTo("syn");
        assertThat(shell.checker.recordedChecks())
                .extracting(RecordedCheck::timeout)
                .containsOnly(Duration.ofSeconds(4));
        Shell other = new Shell();
        other.checker.otherwise().refused();
        assertThat(other.run("diagnose", "-e", "auto", "192.0.2.7:80")).isEqualTo(1);
        assertThat(other.requestedEngine).isNull();
        assertThat(other.checker.recordedChecks())
                .extracting(RecordedCheck::timeout)
                .containsOnly(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | HOST[:PORT]: none (expected at least one)",
                "db:99999 | target: \"db:99999\" (expected \"host:port\", or \"[address]:port\" for IPv6, with a port of 1"
                        + " to 65535)",
                "db: | target: \"db:\" (expected \"host:port\", or \"[address]:port\" for IPv6, with a port of 1 to 65535)",
                "-t 5 db | -t: \"5\" (expected a whole number from 1 to 999999999 and a unit: us, ms, s, m or h, such as"
                        + " 500ms)",
                "-n 2 db | option: \"-n\" (see \"halfshake diagnose --help\")",
                "-e wrong db | -e: \"wrong\" (expected an engine that checks ports: auto, half-open, syn or connect)",
            })
    void invalidArguments_areReported(String arguments, String message) {
        assertThat(shell.run(("diagnose " + arguments).strip().split(" "))).isEqualTo(2);
        assertThat(shell.errors()).isEqualTo("halfshake: " + message + "\n");
        assertThat(shell.output()).isEmpty();
        assertThat(shell.checker.recordedChecks()).isEmpty();
    }

    @Test
    void hostCheckingEngine_isRefused() {
        shell.echo = echo;
        assertThat(shell.run("diagnose", "-e", "echo", "db")).isEqualTo(2);
        assertThat(shell.errors())
                .isEqualTo("halfshake: -e: \"echo\" (expected an engine that checks ports: auto, half-open, syn or"
                        + " connect)\n");
        assertThat(echo.asked).isEmpty();
    }

    @Test
    void verdict_isColouredOnATerminalOnly() {
        shell.run("diagnose", "up:80");
        assertThat(shell.output()).doesNotContain("\u001b");

        Shell terminal = new Shell();
        terminal.stdoutIsTerminal = true;
        terminal.checker.on("unknown:80").unknown(UnknownReason.NO_DESCRIPTORS);
        terminal.checker.on("up:80").up();
        terminal.checker.otherwise().refused();
        terminal.run("diagnose", "up:80", "down:80", "unknown:80");
        assertThat(terminal.output())
                .contains("up:80 (192.0.2.1): \u001b[32mservice up\u001b[0m\n")
                .contains(": \u001b[31mservice down, the host is alive\u001b[0m\n")
                .contains(": \u001b[33mcannot tell\u001b[0m\n");

        Shell plain = new Shell();
        plain.stdoutIsTerminal = true;
        plain.variables.put("NO_COLOR", "1");
        plain.checker.otherwise().refused();
        plain.run("diagnose", "down:80");
        assertThat(plain.output()).doesNotContain("\u001b");
    }

    @Test
    void closedStandardOutput_endsDiagnoseWithoutAnError() {
        shell.echo = echo;
        shell.stdout = new OutputTest.Refusing("Broken pipe");
        assertThat(shell.run("diagnose", "up:80", "up:80")).isEqualTo(141);
        assertThat(shell.errors()).isEmpty();
        assertThat(echo.closed).isTrue();
    }

    @Test
    void controlCharacters_areEscaped() {
        shell.checker.on("unknown:80").unknown(UnknownReason.UNRESOLVED, new IllegalStateException("a\u001b[31mb"));
        assertThat(shell.run("diagnose", "unknown:80")).isEqualTo(3);
        assertThat(shell.output()).doesNotContain("\u001b").contains("a\\u001b[31mb");
    }

    @Test
    void helpOfDiagnose_explainsItsOptions() {
        assertThat(shell.run("help", "diagnose")).isZero();
        assertThat(shell.output())
                .contains("Usage: halfshake diagnose ", "-t, --timeout=DURATION", "Default: 2s.", "Exit status:");
        assertThat(shell.output().lines()).allMatch(line -> line.length() <= 100);
    }
}
