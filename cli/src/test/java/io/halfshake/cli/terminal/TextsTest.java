package io.halfshake.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void visibleText_isUnchanged() {
        String text = "db-1:5432 \u00b5 \u05d0 \ud83d\ude00 \\u202e";
        assertThat(Texts.visible(text)).isSameAs(text);
    }

    @Test
    void charactersThatCannotBeSeen_areEscaped() {
        assertThat(Texts.visible("a\u0000b\u001bc\u007fd\u200be\u202ef"))
                .isEqualTo("a\\u0000b\\u001bc\\u007fd\\u200be\\u202ef");
        assertThat(Texts.visible("a\u2028b\u2029c")).isEqualTo("a\\u2028b\\u2029c");
        assertThat(Texts.visible("a\udb40\udc01b")).as("a tag, of two units").isEqualTo("a\\udb40\\udc01b");
    }

    @Test
    void whatIsNoCharacter_isEscaped() {
        assertThat(Texts.visible("a\uffffb")).isEqualTo("a\\uffffb");
        assertThat(Texts.visible("a\ud83dz")).as("half of a pair").isEqualTo("a\\ud83dz");
        assertThat(Texts.visible("z\ude00")).as("the other half").isEqualTo("z\\ude00");
    }
}
