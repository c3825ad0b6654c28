package io.halfshake.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EphemeralPortsTest {
    private static final long SECOND = 1_000_000_000;

    private final AtomicLong now = new AtomicLong();
    private final Path file;
    private final EphemeralPorts ports;

    EphemeralPortsTest(@TempDir Path directory) {
        file = directory.resolve("range");
        ports = new EphemeralPorts(file, now::get);
    }

    @Test
    void ephemeralPorts_includeBothEndsOfTheRange() throws IOException {
        Files.writeString(file, "40000\t40019\n");

        assertThat(ports.contains(39_999)).isFalse();
        assertThat(ports.contains(40_000)).isTrue();
        assertThat(ports.contains(40_019)).isTrue();
        assertThat(ports.contains(40_020)).isFalse();
    }

    @Test
    void portRange_isReadAgainAfterASecond() throws IOException {
        Files.writeString(file, "40000 40019");
        assertThat(ports.contains(5_000)).isFalse();
        Files.writeString(file, "5000 5009");
        now.addAndGet(SECOND - 1);
        assertThat(ports.contains(5_000)).isFalse();
        now.addAndGet(1);

        assertThat(ports.contains(5_000)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x y", "40000"})
    void unreadableRange_fallsBackToTheUsualPorts(String content) throws IOException {
        if (!content.isEmpty()) {
            Files.writeString(file, content);
        }

        assertThat(ports.contains(32_767)).isFalse();
        assertThat(ports.contains(32_768)).isTrue();
        assertThat(ports.contains(65_535)).isTrue();
    }

    @Test
    void rangeThatBecomesUnreadable_staysAsItWas() throws IOException {
        Files.writeString(file, "5000 5009");
        assertThat(ports.contains(5_000)).isTrue();
        Files.delete(file);
        now.addAndGet(SECOND);
        assertThat(ports.contains(5_000)).isTrue();
        assertThat(ports.contains(40_000)).isFalse();
        Files.writeString(file, "6000 6009");
        now.addAndGet(SECOND - 1);
        assertThat(ports.contains(6_000)).isFalse();
        now.addAndGet(1);

        assertThat(ports.contains(6_000)).isTrue();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void ephemeralPorts_areTheKernelsRange() throws IOException {
        String told = String.join("", Files.readAllLines(Path.of("/proc/sys/net/ipv4/ip_local_port_range")));
        String[] bounds = told.trim().split("\\s+", -1);
        int first = Integer.parseInt(bounds[0]);
        int last = Integer.parseInt(bounds[1]);
        EphemeralPorts kernels = EphemeralPorts.ofThisMachine();

        assertThat(kernels.contains(first - 1)).isFalse();
        assertThat(kernels.contains(first)).isTrue();
        assertThat(kernels.contains(last)).isTrue();
        assertThat(kernels.contains(last + 1)).isFalse();
    }

    @Test
    void randomOther_isUnprivilegedAndOutsideTheRange() throws IOException {
        Files.writeString(file, "1026 65533");

        Set<Integer> others = new TreeSet<>();
        for (int i = 0; i < 1_000; i++) {
            others.add(ports.randomOther());
        }
        assertThat(others).containsExactly(1_024, 1_025, 65_534, 65_535);
    }

    @Test
    void randomOther_isZeroIfTheRangeCoversAllPorts() throws IOException {
        Files.writeString(file, "1 65535");

        assertThat(ports.randomOther()).isZero();
    }
}
