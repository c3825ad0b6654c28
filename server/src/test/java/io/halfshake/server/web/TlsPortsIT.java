package io.halfshake.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections of TLS in a network of its own, which has few ports. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TlsPortsIT {
    private static final int PORTS = 16;
    private static final int REQUESTS = 12;
    private static final String SETUP = "ip link set lo up"
            + " && echo 50000 " + (50_000 + PORTS - 1) + " > /proc/sys/net/ipv4/ip_local_port_range"
            // Otherwise a port is free again after a second.
            + " && echo 0 > /proc/sys/net/ipv4/tcp_tw_reuse"
            + " && exec \"$@\"";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    /** A port of a connection that has ended serves one to another address at once, unless a socket was bound to it. */
    @Test
    void endedConnections_leaveTheirPortsToOthers() throws Exception {
        Process unshare = new ProcessBuilder("unshare", "--net", "sh", "-c", SETUP, "sh", "true").start();
        assumeTrue(unshare.waitFor() == 0, "not permitted: a network of its own with few ports");
        Path log = directory.resolve("log");
        List<String> command = new ArrayList<>(List.of("unshare", "--net", "sh", "-c", SETUP, "sh"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", classPath(), TlsPortsMain.class.getName(), Integer.toString(REQUESTS)));

        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        try {
            List<String> expected = new ArrayList<>(Collections.nCopies(REQUESTS, "content"));
            expected.add("connected");
            List<String> lines =
                    process.inputReader(StandardCharsets.UTF_8).lines().toList();
            assertThat(lines).as("%s", Files.readString(log)).isEqualTo(expected);
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String classPath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .map(name -> System.getProperty(name, ""))
                .flatMap(path -> Arrays.stream(path.split(File.pathSeparator, -1)))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
