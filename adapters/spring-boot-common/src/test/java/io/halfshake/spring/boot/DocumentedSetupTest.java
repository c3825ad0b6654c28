package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.Monitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/spring-boot.md shows {@link Setup}, and beside it only the fakes of {@link DocumentedFakesTest}. */
class DocumentedSetupTest {
    private static final Path DOCUMENT = Path.of("../../docs/spring-boot.md");
    private static final Path SOURCE =
            Path.of("../spring-boot-common/src/test/java/io/halfshake/spring/boot/Setup.java");
    /** The package of the tests needs none. */
    private static final String IMPORT = "import " + HalfshakeCustomizer.class.getName() + ";\n";

    private static final Pattern JAVA = Pattern.compile("(?ms)^```java\n(.*?)^```$");

    @Test
    void document_showsTheCompiledClass() throws IOException {
        List<String> blocks = JAVA.matcher(Files.readString(DOCUMENT))
                .results()
                .map(block -> block.group(1).replace(IMPORT, ""))
                .toList();
        String source = Files.readString(SOURCE);

        assertThat(blocks)
                .hasSize(2)
                .contains(source.substring(source.indexOf("\n\n") + 2))
                .anyMatch(block -> block.contains("class Fakes "));
    }

    @Test
    void setup_isACustomizer() {
        new TestApplication()
                .runner
                .withBean(Setup.class)
                .withPropertyValues("halfshake.targets[0].target=db:5432")
                .run(context -> {
                    assertThat(context).hasNotFailed().hasSingleBean(HalfshakeCustomizer.class);
                    assertThat(context.getBean(Monitor.class).targets()).containsExactly("db:5432");
                });
    }
}
