package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Measures what the databases cost, for decision 0066: each row is a JVM of its own that writes two hours of its
 * targets as fast as it can. The rows are added to {@code target/store-measurement.md}.
 */
@Tag("thorough")
@Timeout(value = 3, unit = TimeUnit.HOURS)
class StoreMeasurementIT {
    private static final Path RESULTS = Path.of("target/store-measurement.md");
    private static final int SECONDS = 7_200;
    private static final double MEBI = 1 << 20;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    static Stream<Arguments> loads() {
        List<Arguments> loads = new ArrayList<>();
        for (int targets : new int[] {1_000, 10_000}) {
            for (int group : new int[] {1, 5, 15}) {
                loads.add(Arguments.of(targets, group));
            }
        }
        return loads.stream();
    }

    @ParameterizedTest
    @MethodSource("loads")
    void writing_isMeasured(int targets, int group) throws Exception {
        Path file = Files.createDirectory(directory.resolve("data")).resolve("history");
        List<String> lines;
        try (StoreProcess child = new StoreProcess(
                directory,
                List.of(),
                "measure",
                file.toString(),
                Integer.toString(targets),
                Integer.toString(group),
                Integer.toString(SECONDS))) {
            lines = child.result();
        }
        assertThat(EmbeddedStoreIT.number(lines, "readRows")).isGreaterThanOrEqualTo(SECONDS / 60 - group);
        long size = size(file);
        double rows = (double) targets * SECONDS / 60;
        write(String.format(
                Locale.ROOT,
                "| %,d | %d | %.1f | %.1f | %.1f | %.2f | %.1f | %.1f | %.0f | %.1f | %.0f |%n",
                targets,
                group,
                EmbeddedStoreIT.number(lines, "transactionMicrosMedian") / 1e3,
                EmbeddedStoreIT.number(lines, "transactionMicrosP99") / 1e3,
                EmbeddedStoreIT.number(lines, "transactionMicrosMax") / 1e3,
                EmbeddedStoreIT.number(lines, "cpuMicrosPerSecond") / 1e4,
                EmbeddedStoreIT.number(lines, "writtenBytesPerSecond") / 1_024.0,
                size / MEBI,
                size / rows,
                EmbeddedStoreIT.number(lines, "readMicros") / 1e3,
                EmbeddedStoreIT.number(lines, "residentBytes") / MEBI));
    }

    private static long size(Path file) throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
            return files.mapToLong(each -> {
                        try {
                            return Files.size(each);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .sum();
        }
    }

    private static void write(String row) throws IOException {
        if (!Files.exists(RESULTS)) {
            Files.writeString(
                    RESULTS,
                    "| targets | minutes together | transaction p50, ms | p99 | max | CPU, % of one"
                            + " processor | written, KiB/s | size, MiB | bytes a minute's row | read of a target's two"
                            + " hours, ms | resident, MiB |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        }
        Files.writeString(RESULTS, row, StandardOpenOption.APPEND);
    }
}
