package io.halfshake.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineNameTest {
    @TempDir
    private Path proc;

    @Test
    void name_isThatOfTheKernel() throws IOException {
        Files.createDirectories(proc.resolve("sys/kernel"));
        Files.writeString(proc.resolve("sys/kernel/hostname"), "host-7\n");
        assertThat(MachineName.read(proc, Map.of("HOSTNAME", "other"))).isEqualTo("host-7");
    }

    @Test
    void nameWithoutProc_isThatOfTheEnvironment() {
        assertThat(MachineName.read(proc, Map.of("HOSTNAME", "other"))).isEqualTo("other");
        assertThat(MachineName.read(proc, Map.of("COMPUTERNAME", "PC", "HOSTNAME", "other")))
                .isEqualTo("PC");
        assertThat(MachineName.read(proc, Map.of())).isEqualTo("unknown");
    }
}
