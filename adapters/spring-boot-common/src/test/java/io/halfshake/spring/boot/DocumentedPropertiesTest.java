package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spring.boot.HalfshakeProperties.TargetProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

class DocumentedPropertiesTest {
    private static final Path DOCUMENT = Path.of("../../docs/spring-boot.md");
    private static final Path METADATA = Path.of("target/classes/META-INF/spring-configuration-metadata.json");

    /** A row of a table: the property, its default or a dash, and what it does. */
    private static final Pattern ROW =
            Pattern.compile("^\\| `(halfshake\\.[^`]+)` \\| (?:`([^`]*)`|–|[^|]*) \\| \\S.* \\|$", Pattern.MULTILINE);

    private static Map<String, String> documented(boolean ofTargets) throws IOException {
        Map<String, String> rows = new TreeMap<>();
        ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .filter(row -> row.group(1).contains("[]") == ofTargets)
                .forEach(row -> rows.put(row.group(1), Objects.requireNonNullElse(row.group(2), "")));
        return rows;
    }

    private static List<Map<?, ?>> properties() throws IOException {
        Map<String, Object> metadata = JsonParserFactory.getJsonParser().parseMap(Files.readString(METADATA));
        return ((List<?>) metadata.getOrDefault("properties", List.of()))
                .stream()
                        .<Map<?, ?>>map(property -> (Map<?, ?>) property)
                        .filter(property -> String.valueOf(property.get("name")).startsWith("halfshake."))
                        .toList();
    }

    @Test
    void document_hasEveryPropertyWithItsDefault() throws IOException {
        Map<String, String> generated = new TreeMap<>();
        for (Map<?, ?> property : properties()) {
            Object value = property.get("defaultValue");
            generated.put(
                    String.valueOf(property.get("name")),
                    value == null || value instanceof List<?> ? "" : String.valueOf(value));
        }

        assertThat(generated).containsKeys("halfshake.targets", "halfshake.health.max-components");
        assertThat(documented(false)).isEqualTo(generated);
    }

    @Test
    void everyProperty_hasADescription() throws IOException {
        assertThat(properties())
                .allSatisfy(property -> assertThat(property.get("description"))
                        .as("%s", property.get("name"))
                        .asString()
                        .endsWith("."));
    }

    /** All others fail the start. */
    @Test
    void everyProperty_isKnown() throws IOException {
        Stream<String> ofTargets = Arrays.stream(TargetProperties.class.getRecordComponents())
                .map(component -> "halfshake.targets[0]." + component.getName());
        Stream<String> generated = properties().stream().map(property -> String.valueOf(property.get("name")));

        assertThat(KnownProperties.NAMES)
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                generated,
                                Stream.of("halfshake.targets[0]", "halfshake.witnesses.targets[0]"),
                                ofTargets)
                        .flatMap(names -> names)
                        .toList());
    }

    @Test
    void document_hasEveryPropertyOfATarget() throws IOException {
        List<String> components = Arrays.stream(TargetProperties.class.getRecordComponents())
                .map(component -> "halfshake.targets[]." + component.getName())
                .toList();

        assertThat(documented(true).keySet()).containsExactlyInAnyOrderElementsOf(components);
    }
}
