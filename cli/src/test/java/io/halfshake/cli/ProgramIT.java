package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.halfshake.EngineStatus;
import io.halfshake.cli.command.CheckerFactory;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ProgramIT {
    private static final String FOR_EVER = "1000000000";

    @TempDir
    private Path directory;

    private final TcpPeer open = TcpPeer.accepting();
    private final TcpPeer closed = TcpPeer.refusing();

    @AfterEach
    void freePorts() {
        open.close();
        closed.close();
    }

    private String up() {
        return open.target();
    }

    private String down() {
        return closed.target();
    }

    private Path stderrFile() {
        return directory.resolve("stderr");
    }

    private String stderr() throws IOException {
        return Files.readString(stderrFile());
    }

    private Program start(String... arguments) throws IOException {
        return Program.start(stderrFile(), arguments);
    }

    @Test
    void checkOfAnOpenPort_printsUp() throws Exception {
        try (Program program = start("check", "-t", "30s", up())) {
            assertThat(program.readLines()).singleElement().asString().matches("up +[0-9.]+ ms  " + up() + ".*");
            assertThat(program.waitFor()).isZero();
        }
        assertThat(stderr()).isEmpty();
    }

    @Test
    void checkOfAClosedPort_printsDown() throws Exception {
        try (Program program = start("check", "--json", "-t", "30s", down())) {
            assertThat(Json.object(program.readLine()))
                    .containsEntry("target", down())
                    .containsEntry("state", "down")
                    .containsEntry("reason", "refused");
            assertThat(program.waitFor()).isEqualTo(1);
        }
        assertThat(stderr()).isEmpty();
    }

    @Test
    void closedStandardOutput_endsCheckWithoutAnError() throws Exception {
        try (Program program = start("check", "-t", "30s", "-n", FOR_EVER, down())) {
            assertThat(program.readLine()).startsWith("down");
            program.stopReading();
            assertThat(program.waitFor()).isEqualTo(141);
        }
        assertThat(stderr()).isEmpty();
    }

    @Test
    void interruptedCheck_printsTheSummarySoFar() throws Exception {
        endsWithTheSummarySoFar("INT", 130);
    }

    @Test
    void terminatedCheck_printsTheSummarySoFar() throws Exception {
        endsWithTheSummarySoFar("TERM", 143);
    }

    private void endsWithTheSummarySoFar(String signal, int status) throws Exception {
        try (Program program = start("check", "--json", "-t", "30s", "-n", FOR_EVER, down())) {
            // The signal may come before there is a second.
            List<String> lines = new ArrayList<>(List.of(program.readLine()));
            // Read from now on: a reader that is late is taken for one that is blocked.
            FutureTask<List<String>> rest = new FutureTask<>(program::readLines);
            Thread reader = new Thread(rest, "reader of a program");
            reader.setDaemon(true);
            reader.start();
            program.signal(signal);
            lines.addAll(rest.get(2, TimeUnit.MINUTES));
            assertThat(program.waitFor()).isEqualTo(status);
            assertThat(Json.object(lines.get(lines.size() - 1)))
                    .as("the last line is whole")
                    .containsKey("state");
            assertThat(stderr()).startsWith("checks ").contains(", interrupted\n", " refused)\n");
        }
    }

    @Test
    void checkOfStandardInput_printsResultsBeforeItsEnd() throws Exception {
        try (Program program = start("check", "-t", "30s", "-f", "-")) {
            program.write(up() + "\n");
            assertThat(program.readLine()).startsWith("up ").contains(up());
            program.write("\n" + down() + "\n");
            assertThat(program.readLine()).startsWith("down ").contains(down());
            program.endStandardInput();
            assertThat(program.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void checkOfAHundredThousandLines_fitsIntoASmallHeap() throws Exception {
        int lines = 100_000;
        Path file = directory.resolve("targets");
        Files.writeString(file, (down() + "\n").repeat(lines));
        try (Program program = start("check", "--json", "-t", "30s", "-f", file.toString())) {
            assertThat(program.readLines()).hasSize(lines).allMatch(line -> line.contains("\"state\":\"down\""));
            assertThat(program.waitFor()).isEqualTo(1);
        }
        assertThat(stderr()).isEmpty();
    }

    @Test
    void doctor_listsTheEnginesOfThisMachine() throws Exception {
        try (Program program = start("doctor", "--json")) {
            assertThat(Json.object(program.readLine())).containsKeys("engines", "machine");
            assertThat(program.waitFor()).isBetween(0, 1);
        }
    }

    /** A network namespace is new, so that its loopback interface is down. */
    @ParameterizedTest
    @ValueSource(strings = {"check --json", "watch --json --for 300ms", "diagnose --json", "doctor --json"})
    void missingLoopback_isReportedInOneLine(String command) throws Exception {
        List<String> starter = List.of("unshare", isRoot() ? "--net" : "--map-root-user", "--net", "--");
        assumeThat(ends(starter, "true")).as("status of %s true", starter).isZero();
        String[] arguments = (command + (command.startsWith("doctor") ? "" : " 127.0.0.1:1")).split(" ");
        try (Program program = Program.startBy(starter, stderrFile(), arguments)) {
            assertThat(program.readLines()).isNotEmpty().allMatch(line -> line.startsWith("{"));
            assertThat(program.waitFor()).isEqualTo(command.startsWith("doctor") ? 1 : 3);
        }
        assertThat(stderr().lines())
                .singleElement()
                .asString()
                .startsWith("halfshake: warning: checks with connect (full handshake): ");
    }

    private static int ends(List<String> starter, String command) throws Exception {
        List<String> whole = new ArrayList<>(starter);
        whole.add(command);
        return new ProcessBuilder(whole).inheritIO().start().waitFor();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Test
    void everyEngineOfTheLibrary_isKnownToTheOption() {
        List<EngineStatus> engines = CheckerFactory.library().engines();
        assertThat(engines).isNotEmpty().allSatisfy(engine -> {
            Shell shell = new Shell();
            shell.run("check", "-e", engine.name(), "up:1");
            assertThat(shell.errors()).doesNotContain("-e: ");
        });
    }

    @Test
    void unknownEngine_isNamed() throws Exception {
        try (Program program = start("check", "-e", "carrier-pigeon", up())) {
            assertThat(program.readLines()).isEmpty();
            assertThat(program.waitFor()).isEqualTo(2);
        }
        assertThat(stderr())
                .startsWith("halfshake: ")
                .contains("carrier-pigeon")
                .doesNotContain("\tat ");
    }
}
