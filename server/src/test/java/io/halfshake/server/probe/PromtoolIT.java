package io.halfshake.server.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.testing.StartPeer;
import io.halfshake.testing.TcpPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own rules for names, types and descriptions. */
class PromtoolIT {
    private final Path directory;

    PromtoolIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void needsPromtool() {
        Program.assumeInstalled("promtool", "prometheus");
    }

    @Test
    void checkMetrics_hasNothingToSayOfEitherPage(@StartPeer TcpPeer peer) throws Exception {
        try (Watcher watcher = new Watcher(peer.target())) {
            assertThat(check(Program.get(watcher.port(), "/metrics"))).isEqualTo("0: ");
            assertThat(check(Program.get(watcher.port(), "/probe?target=" + peer.target())))
                    .isEqualTo("0: ");
        }
    }

    @Test
    void checkMetrics_complainsOfABadName() throws Exception {
        assertThat(check("# HELP halfshakeChecks Checks.\n# TYPE halfshakeChecks counter\nhalfshakeChecks 1\n"))
                .startsWith("3: ");
    }

    /** The exit status and what it prints. */
    private String check(String metrics) throws Exception {
        Path input = Files.writeString(directory.resolve("metrics.txt"), metrics);
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(Program.MAX_WAIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("promtool ends").isTrue();
        return process.exitValue() + ": " + Files.readString(output);
    }
}
