package io.halfshake.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.Program;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ServeIT {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d\\d:\\d\\d";

    @TempDir
    private Path directory;

    private void configure(String targets) throws IOException {
        ServeProcess.configure(directory, "targets: [ " + targets + " ]\n");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void servesUntilItIsStopped(String signal, int status) throws Exception {
        try (TcpPeer open = TcpPeer.accepting()) {
            configure("\"" + open.target() + "\"");
            try (ServeProcess watcher = ServeProcess.start(directory)) {
                // A check that is late would write its line after "stopping".
                watcher.awaitLog("halfshake: UP: ");
                assertThat(watcher.get("/-/healthy").body()).isEqualTo("healthy\n");
                assertThat(watcher.get("/metrics").body()).contains("halfshake_monitor_targets{state=");
                Program program = watcher.program();
                program.signal(signal);
                assertThat(program.waitFor()).isEqualTo(status);
                assertThat(program.readLines()).as("standard output").isEmpty();
                assertThat(watcher.log().lines().filter(line -> line.contains("halfshake: ")))
                        .hasSizeGreaterThan(1)
                        .allMatch(line -> line.matches(TIME + " halfshake: .*"))
                        .last(InstanceOfAssertFactories.STRING)
                        .endsWith(" halfshake: stopping");
            }
        }
    }

    @Test
    void hangUp_readsTheFileAgain() throws Exception {
        configure("");
        try (TcpPeer closed = TcpPeer.refusing();
                ServeProcess watcher = ServeProcess.start(directory)) {
            configure("\"" + closed.target() + "\", \"nonsense\"");
            watcher.program().signal("HUP");
            watcher.awaitLog("halfshake: configuration not reloaded: .*nonsense");
            configure("\"" + closed.target() + "\"");
            watcher.program().signal("HUP");
            watcher.awaitLog("halfshake: configuration reloaded: targets: 1 added, 0 removed, 0 changed\n");
            watcher.awaitLog("halfshake: DOWN: .*" + closed.target());
        }
    }
}
