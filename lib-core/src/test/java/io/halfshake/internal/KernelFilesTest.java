package io.halfshake.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What java.nio.file.Files does not do for files of the kernel. */
class KernelFilesTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void read_readsAFileThatIsEmptyFromItsSecondOctetOn() throws IOException {
        assertThat(KernelFiles.read(Path.of("/proc/sys/net/ipv4/ip_local_port_range")))
                .matches("\\d+\\s+\\d+\\s*");
    }

    @Test
    void read_throwsWhereThereIsNoFile(@TempDir Path directory) {
        assertThatThrownBy(() -> KernelFiles.read(directory.resolve("none"))).isInstanceOf(IOException.class);
    }
}
