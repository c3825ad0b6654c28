package io.halfshake.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFactsTest {
    @Test
    void machineFacts_areReadFromProc(@TempDir Path proc) throws IOException {
        Files.createDirectories(proc.resolve("self"));
        Files.createDirectories(proc.resolve("sys/net/ipv4"));
        Files.writeString(proc.resolve("self/limits"), """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             7823                 7823                 processes
                Max open files            1024                 1048576              files
                """);
        Files.writeString(proc.resolve("self/status"), "Name:\tjava\nCapEff:\t0000000000002000\n");
        Files.writeString(proc.resolve("sys/net/ipv4/ip_local_port_range"), "32768\t60999\n");
        Files.writeString(proc.resolve("sys/net/ipv4/ping_group_range"), "1\t0\n");
        assertThat(MachineFacts.read(proc))
                .containsEntry("open files", "1024, at most 1048576")
                .containsEntry("local ports", "32768 to 60999")
                .containsEntry("ping groups", "none")
                .containsEntry("capabilities", "0000000000002000, with CAP_NET_RAW")
                .containsKeys("halfshake", "java", "system", "processors", "TCP_QUICKACK");
    }

    @Test
    void otherCapabilities_areNotTakenForNetRaw(@TempDir Path proc) throws IOException {
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(proc.resolve("self/status"), "CapEff:\tffffffffffffdfff\n");

        assertThat(MachineFacts.read(proc)).containsEntry("capabilities", "ffffffffffffdfff, without CAP_NET_RAW");
    }

    @Test
    void unreadableFacts_areUnknown(@TempDir Path proc) {
        assertThat(MachineFacts.read(proc))
                .containsEntry("open files", "unknown")
                .containsEntry("local ports", "unknown")
                .containsEntry("ping groups", "unknown")
                .containsEntry("capabilities", "unknown");
    }

    @Test
    void localPorts_areReadFromTheRealProc() {
        assertThat(MachineFacts.read(Path.of("/proc")).get("local ports")).matches("\\d+ to \\d+");
    }
}
