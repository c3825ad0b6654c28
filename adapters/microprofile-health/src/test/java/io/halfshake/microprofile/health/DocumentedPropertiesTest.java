package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DocumentedPropertiesTest {
    private static final Path DOCUMENT = Path.of("../../docs/microprofile.md");

    /** A row of a table: the property, its default, and what it does. */
    private static final Pattern ROW =
            Pattern.compile("^\\| `(halfshake\\.[^`]+)` \\| ([^|]+) \\| \\S.* \\|$", Pattern.MULTILINE);

    private static Map<String, String> defaults() throws IOException {
        return ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
    }

    /** Those that the library has are in words, and have tests in its own modules. */
    @Test
    void document_hasTheDefaults() throws IOException {
        HalfshakeProperties read = HalfshakeProperties.read(FakeConfig.of());

        Map<String, String> documented = defaults();
        documented.values().removeIf(value -> !value.startsWith("`"));
        assertThat(documented)
                .isEqualTo(Map.of(
                        "halfshake.require-half-open", "`" + read.requireHalfOpen() + "`",
                        "halfshake.log-transitions", "`" + read.logTransitions() + "`",
                        "halfshake.witnesses.quorum", "`" + read.witnesses().quorum() + "`",
                        "halfshake.health.affects-status", "`" + read.health().affectsStatus() + "`",
                        "halfshake.health.max-components", "`" + read.health().maxComponents() + "`"));
    }

    @Test
    void document_hasEveryPropertyThatIsRead() throws IOException {
        FakeConfig config = FakeConfig.of();

        HalfshakeProperties read = HalfshakeProperties.read(config);

        assertThat(read.targets()).isEmpty();
        assertThat(new TreeSet<>(defaults().keySet()))
                .isEqualTo(config.asked.stream()
                        .filter(property -> !property.contains(".0") && !property.endsWith("[0]"))
                        .map(property -> property.replace("[0]", "[]"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
