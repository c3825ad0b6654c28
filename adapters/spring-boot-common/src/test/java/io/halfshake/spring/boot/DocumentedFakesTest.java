package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/spring-boot.md shows the fakes that the consumers of both starters compile and run. */
class DocumentedFakesTest {
    private static final Path DOCUMENT = Path.of("../../docs/spring-boot.md");
    private static final Path CONSUMER = Path.of("../../it/boot-3-starter");
    private static final Pattern FIXTURES =
            Pattern.compile("(?s)<dependency>(?:(?!</dependency>).)*halfshake-test-fixtures.*?</dependency>");

    private static String fixtures(Path file) throws IOException {
        return FIXTURES.matcher(Files.readString(file))
                .results()
                .map(dependency -> dependency.group().replaceAll("<version>.*?</version>|\\s", ""))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void document_showsTheCompiledClass() throws IOException {
        String source = Files.readString(CONSUMER.resolve("src/test/java/app/Fakes.java"));

        assertThat(Files.readString(DOCUMENT))
                .contains(
                        "```java\n" + source.substring(source.indexOf(';') + 1).strip() + "\n```");
    }

    @Test
    void document_showsTheDependency() throws IOException {
        assertThat(fixtures(DOCUMENT)).isEqualTo(fixtures(CONSUMER.resolve("pom.xml")));
    }
}
