package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits of what a file can make of a few bytes. */
class YamlParserTest {
    private final Problems problems = new Problems();

    private List<String> errors(String text) {
        assertThat(YamlParser.parse("x.yaml", text, problems)).isNull();
        try {
            problems.throwIfAny(List.of());
            return List.of();
        } catch (ConfigException e) {
            return e.errors();
        }
    }

    @Test
    void depth_isLimited() {
        assertThat(YamlParser.parse("x.yaml", "[".repeat(20) + "]".repeat(20), problems))
                .isNotNull();
        assertThat(errors("[".repeat(100_000)))
                .containsExactly("x.yaml:1:21: values inside others (expected at most 20 deep)");
    }

    @Test
    void depthOfBlocks_isLimited() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }

        assertThat(errors(text.toString()))
                .containsExactly("x.yaml:20:20: values inside others (expected at most 20 deep)");
    }

    @Test
    void aliasesOfAliases_areCountedByWhatTheyRepeat() {
        StringBuilder bomb = new StringBuilder("- &a0 [ x, x, x, x, x, x, x, x, x, x ]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("- &a")
                    .append(i)
                    .append(" [")
                    .append(("*a" + (i - 1) + ", ").repeat(10))
                    .append("]\n");
        }

        assertThat(errors(bomb.toString()))
                .singleElement()
                .asString()
                .endsWith("(expected aliases to repeat at most 100000 values)");
    }

    @Test
    void aliasesOfALargeValue_areCountedByWhatTheyRepeat() {
        String text = "- &a [ " + "x, ".repeat(1_000) + "]\n" + "- *a\n".repeat(100);

        assertThat(errors(text))
                .containsExactly("x.yaml:101:3: an alias (expected aliases to repeat at most 100000 values)");
    }

    @Test
    void failureOfTheLibrary_isAnErrorWithAPlace() {
        assertThat(errors("- a\n- \"\\u"))
                .singleElement()
                .asString()
                .startsWith("x.yaml:1:3: not YAML after this place: ");
    }

    @Test
    void aliases_mayBeMany() {
        assertThat(YamlParser.parse("x.yaml", "- &a [ x ]\n" + "- *a\n".repeat(50_000), problems))
                .isNotNull();
    }
}
