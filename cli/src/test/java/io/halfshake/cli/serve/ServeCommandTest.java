package io.halfshake.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.halfshake.Checker;
import io.halfshake.EngineUnavailableException;
import io.halfshake.cli.Shell;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServeCommandTest {
    private final Shell shell = new Shell();

    @TempDir
    private Path directory;

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("halfshake.yaml"), text).toString();
    }

    @Test
    void checkConfigOfAGoodFile_countsItsTargets() throws Exception {
        String file = file("targets: [ \"127.0.0.1:1\", \"127.0.0.1:2\" ]\n");
        assertThat(shell.run("serve", "-c", file, "--check-config")).isZero();
        assertThat(shell.output()).isEqualTo(file + ": no errors, 2 targets\n");
        assertThat(shell.errors()).isEmpty();
    }

    @Test
    void checkConfigOfAWrongFile_reportsEachErrorWithItsPlace() throws Exception {
        String file = file("targets:\n  - { target: nonsense }\n  - { target: \"127.0.0.1:2\", intervall: 5s }\n");
        assertThat(shell.run("serve", "-c", file, "--check-config")).isEqualTo(2);
        assertThat(shell.output()).isEmpty();
        assertThat(shell.errors().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("halfshake: " + file + ":"))
                .anyMatch(line -> line.contains(":2:") && line.contains("nonsense"))
                .anyMatch(line -> line.contains(":3:") && line.contains("intervall"));
    }

    @Test
    void checkConfigOfADoubtfulFile_saysThatItsWarningsAreNoErrors() throws Exception {
        String file = file("targets: [ { target: \"127.0.0.1:1\", alerts: [ oncall ] } ]\n");
        assertThat(shell.run("serve", "-c", file, "--check-config")).isZero();
        assertThat(shell.output()).isEqualTo(file + ": no errors, 1 target\n");
        assertThat(shell.errors().lines()).singleElement().asString().startsWith("halfshake: warning: " + file + ":1:");
    }

    @Test
    void checkConfigWithAnEngine_triesIt() throws Exception {
        String file = file("targets: []\n");
        assertThat(shell.run("serve", "-c", file, "-e", "connect", "--check-config"))
                .isZero();
        assertThat(shell.requestedEngine).isEqualTo("connect");

        shell.unavailable = catchThrowableOfType(
                EngineUnavailableException.class,
                () -> Checker.builder().engine("carrier-pigeon").build());
        shell.out.reset();
        assertThat(shell.run("serve", "-c", file, "-e", "syn", "--check-config"))
                .isEqualTo(2);
        assertThat(shell.output()).isEmpty();
        assertThat(shell.errors()).startsWith("halfshake: engine: carrier-pigeon ");
    }

    @Test
    void wrongFile_isNotServed() throws Exception {
        assertThat(shell.run("serve", "-c", file("targets: 5\n"))).isEqualTo(2);
        assertThat(shell.errors()).contains("halfshake.yaml:1:");
        assertThat(shell.requestedInFlight).as("no checker is opened").isNull();
    }

    @Test
    void variablesOfTheEnvironment_areThoseOfTheFile() throws Exception {
        shell.variables.put("DB", "127.0.0.1:3");
        assertThat(shell.run("serve", "-c", file("targets: [ \"${DB}\" ]\n"), "--check-config"))
                .isZero();
    }

    @Test
    void missingOption_isRefused() {
        assertThat(shell.run("serve")).isEqualTo(2);
        assertThat(shell.errors()).isEqualTo("halfshake: -c: none (expected the file of the configuration)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "echo"})
    void engineThatDoesNotCheckPorts_isRefused(String engine) throws Exception {
        assertThat(shell.run("serve", "-e", engine, "-c", file("targets: []\n")))
                .isEqualTo(2);
        assertThat(shell.errors())
                .isEqualTo("halfshake: -e: \"" + engine
                        + "\" (expected an engine that checks ports: auto, half-open, syn or connect)\n");
    }

    @Test
    void addressInUse_isReportedInOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String file = file("web: { port: " + taken.getLocalPort() + " }\ntargets: []\n");
            assertThat(shell.run("serve", "-c", file)).isEqualTo(2);
            assertThat(shell.errors().lines()).singleElement().asString().contains("127.0.0.1:" + taken.getLocalPort());
        }
    }
}
