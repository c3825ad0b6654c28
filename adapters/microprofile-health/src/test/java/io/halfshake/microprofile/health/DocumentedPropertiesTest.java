package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DocumentedPropertiesTest {
    private static final Path DOCUMENT = Path.of("../../docs/microprofile.md");

    /** A row of a table: the property, its default, and what it does. */
    private static final Pattern ROW =
            Pattern.compile("^\\| `(halfshake\\.[^`]+)` \\| [^|]+ \\| \\S.* \\|$", Pattern.MULTILINE);

    @Test
    void document_hasEveryPropertyThatIsRead() throws IOException {
        FakeConfig config = FakeConfig.of();

        HalfshakeProperties read = HalfshakeProperties.read(config);

        Set<String> documented = ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(read.targets()).isEmpty();
        assertThat(documented)
                .isEqualTo(config.asked.stream()
                        .filter(property -> !property.contains(".0") && !property.endsWith("[0]"))
                        .map(property -> property.replace("[0]", "[]"))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }
}
