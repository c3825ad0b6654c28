package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.testing.TcpPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line diagnoses this machine, with the engine that every machine has. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class DiagnoseIT {
    @Test
    void tellsServicesApartFromTheirHost(@TempDir Path directory) throws Exception {
        Path stderr = directory.resolve("stderr");
        try (TcpPeer open = TcpPeer.accepting();
                TcpPeer closed = TcpPeer.refusing();
                TcpPeer silent = TcpPeer.silent();
                Program program = Program.start(
                        stderr,
                        "diagnose",
                        "--json",
                        "-e",
                        "connect",
                        open.target(),
                        closed.target(),
                        silent.target(),
                        "127.0.0.1")) {
            List<Map<String, Object>> lines =
                    program.readLines().stream().map(Json::object).toList();
            assertThat(lines)
                    .extracting(line -> line.get("target"))
                    .containsExactly(open.target(), closed.target(), silent.target(), "127.0.0.1");
            assertThat(lines)
                    .extracting(line -> line.get("verdict"))
                    .containsExactly("service_up", "service_down", "service_down", "host_up");
            assertThat(program.waitFor()).isEqualTo(1);
        }
        assertThat(Files.readString(stderr)).isEmpty();
    }
}
