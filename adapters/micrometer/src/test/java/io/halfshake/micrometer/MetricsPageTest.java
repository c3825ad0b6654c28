package io.halfshake.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.testing.TestMonitor;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/metrics.md shows the meters that there are, and code that compiles. */
class MetricsPageTest {
    private static final Path PAGE = Path.of("../../docs/metrics.md");
    private static final Path USAGE = Path.of("src/test/java/io/halfshake/micrometer/Usage.java");

    /** A line of the expected meters. */
    private record Line(String name, String type, String unit, Map<String, String> tags, String description) {
        static Line parse(String text) {
            String[] parts = text.split(" \\| ", -1);
            Map<String, String> tags = new LinkedHashMap<>();
            if (!parts[3].equals("-")) {
                for (String tag : parts[3].split(" ", -1)) {
                    tags.put(tag.substring(0, tag.indexOf('=')), tag.substring(tag.indexOf('=') + 1));
                }
            }
            return new Line(parts[0], parts[1], parts[2], tags, parts[4]);
        }

        String row() {
            return "| `" + name + "` | " + prometheus() + " | " + type + " | " + tagKeys() + " | " + description + " |";
        }

        private String tagKeys() {
            String keys = tags.keySet().stream().map(key -> "`" + key + "`").collect(Collectors.joining(", "));
            return keys.isEmpty() ? "–" : keys;
        }

        /** The client adds the ending of a counter, and makes three series of a timer. */
        private String prometheus() {
            String base = new PrometheusNamingConvention()
                    .name(name, Meter.Type.valueOf(type.toUpperCase(Locale.ROOT)), unit.equals("-") ? null : unit);
            return switch (type) {
                case "counter" -> "`" + base + "_total`";
                case "timer" -> "`" + base + "_count`, `_sum`, `_max`";
                default -> "`" + base + "`";
            };
        }
    }

    private static Stream<Line> expected(String file) throws IOException {
        return Files.readAllLines(Meters.expected(file)).stream().map(Line::parse);
    }

    @ParameterizedTest
    @ValueSource(strings = {"monitor-meters.txt", "checker-meters.txt", "target-meters.txt"})
    void page_listsTheMeters(String file) throws IOException {
        String rows = expected(file).map(Line::row).distinct().collect(Collectors.joining("\n", "\n", "\n\n"));

        assertThat(Files.readString(PAGE)).contains(rows);
    }

    @Test
    void page_listsTheValuesOfTags() throws IOException {
        Map<String, TreeSet<String>> values = new LinkedHashMap<>();
        for (String file : new String[] {"monitor-meters.txt", "checker-meters.txt"}) {
            expected(file)
                    .forEach(line -> line.tags()
                            .forEach((key, value) -> values.computeIfAbsent(key, unused -> new TreeSet<>())
                                    .add(value)));
        }
        // The names of engines are not this module's.
        values.remove("engine");

        assertThat(values.keySet()).contains("reason", "result", "state", "to", "handshake");
        values.forEach((key, all) -> {
            String row = "| `" + key + "` | "
                    + all.stream().map(value -> "`" + value + "`").collect(Collectors.joining(", ")) + " |";
            assertThat(PAGE).content().contains(row + "\n");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"static void bind(", "static void bindTargets("})
    void page_showsCompiledCode(String method) throws IOException {
        String source = Files.readString(USAGE);
        String body = source.substring(source.indexOf('\n', source.indexOf(method)) + 1);
        String shown = body.substring(0, body.indexOf("\n    }")).stripIndent();

        assertThat(Files.readString(PAGE)).contains("```java\n" + shown + "\n```");
    }

    @Test
    void shownCode_binds() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        TestMonitor test = TestMonitor.create();
        Usage.bind(test.monitor(), test.checker(), registry);
        Usage.bindTargets(test.monitor(), Map.of("db:5432", "orders"), registry);
        test.watch("db:5432").up();
        test.advance(Duration.ofSeconds(1));

        assertThat(Meters.value(registry, "halfshake.target.up", "name", "orders", "monitor", "databases"))
                .isEqualTo(1);
    }
}
