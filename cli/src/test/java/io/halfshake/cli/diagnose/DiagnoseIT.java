package io.halfshake.cli.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.Json;
import io.halfshake.cli.Program;
import io.halfshake.testing.TcpPeer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command line diagnoses this machine, with the engine that every machine has. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DiagnoseIT {
    private static final int MAX_STALLS = 20;

    private record Diagnosed(List<Map<String, Object>> lines, int status, String stderr) {
        List<Object> all(String name) {
            return lines.stream()
                    .map(line -> Objects.requireNonNull(line.get(name)))
                    .toList();
        }
    }

    private static Diagnosed diagnose(Path stderr, String... targets) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("diagnose", "--json", "-e", "connect"));
        arguments.addAll(List.of(targets));
        try (Program program = Program.start(stderr, arguments.toArray(String[]::new))) {
            List<Map<String, Object>> lines =
                    program.readLines().stream().map(Json::object).toList();
            return new Diagnosed(lines, program.waitFor(), Files.readString(stderr));
        }
    }

    @Test
    void diagnose_tellsServicesApartFromTheirHost(@TempDir Path directory) throws Exception {
        Path stderr = directory.resolve("stderr");
        try (TcpPeer open = TcpPeer.accepting();
                TcpPeer closed = TcpPeer.refusing();
                TcpPeer silent = TcpPeer.silent()) {
            String[] targets = {open.target(), closed.target(), silent.target(), "127.0.0.1"};
            Diagnosed diagnosed = diagnose(stderr, targets);
            // Of a machine that held checks up nothing is known but that.
            for (int i = 1; i < MAX_STALLS && diagnosed.all("verdict").contains("cannot_tell"); i++) {
                diagnosed = diagnose(stderr, targets);
            }

            assertThat(diagnosed.all("target")).containsExactly((Object[]) targets);
            assertThat(diagnosed.all("verdict"))
                    .containsExactly("service_up", "service_down", "service_down", "host_up");
            assertThat(diagnosed.status).isEqualTo(1);
            assertThat(diagnosed.stderr).isEmpty();
        }
    }
}
