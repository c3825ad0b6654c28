package io.halfshake.server.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/serve-prometheus.md shows the metrics that there are. */
class PrometheusDocsTest {
    private static final Path PAGE = Path.of("../docs/serve-prometheus.md");
    private static final Path RESOURCES = Path.of("src/test/resources");

    /** What the lines of a kind say of each metric. */
    private static Map<String, String> comments(String file, String kind) throws IOException {
        Map<String, String> comments = new TreeMap<>();
        for (String line : Files.readAllLines(RESOURCES.resolve(file))) {
            if (line.startsWith("# " + kind + " ")) {
                String[] parts = line.split(" ", 4);
                comments.put(parts[2], parts[3]);
            }
        }
        return comments;
    }

    private static String row(String metric) throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `" + metric + "` |"))
                .toList();
        assertThat(rows).as(metric).hasSize(1);
        return rows.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "metrics/metrics.txt",
                "metrics/reload.txt",
                "metrics/maintenance.txt",
                "metrics/cluster.txt",
                "probe/up.txt"
            })
    void page_saysWhatTheMetricsSay(String file) throws IOException {
        Map<String, String> help = comments(file, "HELP");
        assertThat(help).hasSizeGreaterThan(1);
        for (Map.Entry<String, String> each : help.entrySet()) {
            assertThat(row(each.getKey())).contains("| " + each.getValue());
        }
    }

    @Test
    void page_hasTheTypes() throws IOException {
        for (String file : List.of(
                "metrics/metrics.txt", "metrics/reload.txt", "metrics/maintenance.txt", "metrics/cluster.txt")) {
            for (Map.Entry<String, String> each : comments(file, "TYPE").entrySet()) {
                assertThat(row(each.getKey())).contains("` | " + each.getValue() + " |");
            }
        }
        assertThat(comments("probe/up.txt", "TYPE").values()).containsOnly("gauge");
    }

    @Test
    void page_namesNoMetricThatThereIsNot() throws IOException {
        String golden = Files.readString(RESOURCES.resolve("metrics/metrics.txt"))
                + Files.readString(RESOURCES.resolve("metrics/reload.txt"))
                + Files.readString(RESOURCES.resolve("metrics/maintenance.txt"))
                + Files.readString(RESOURCES.resolve("metrics/cluster.txt"))
                + Files.readString(RESOURCES.resolve("probe/up.txt"));
        List<String> listed = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| `halfshake_") || line.startsWith("| `probe_"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();

        assertThat(listed).hasSizeGreaterThan(30).allMatch(name -> golden.contains("# TYPE " + name + " "));
    }
}
