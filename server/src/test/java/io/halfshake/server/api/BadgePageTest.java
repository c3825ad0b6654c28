package io.halfshake.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.halfshake.server.web.RequestException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadgePageTest {
    private final TestTargets targets = new TestTargets();

    @AfterEach
    void close() {
        targets.close();
    }

    private String badge(String target) throws IOException {
        String svg = targets.text(BadgePage.PATH, "/badge/" + target + ".svg", null);
        // What makes it well-formed: nothing of a name is markup, a reference of its own, or not a character of XML.
        assertThat(svg.replaceAll(
                        "</?(svg|title|rect|g|text)( [-a-zA-Z]+=\"[^\"<>&]*(&[a-z#0-9]+;[^\"<>&]*)*\")*/?>", ""))
                .doesNotContain("<", ">", "\"", "'");
        assertThat(svg.replaceAll("&(lt|gt|amp|quot|#39);", "")).doesNotContain("&");
        assertThat(svg.codePoints()).noneMatch(c -> (c < ' ' && c != '\n') || c == 0xFFFE || c == 0xFFFF);
        return svg;
    }

    private static List<String> texts(String svg, String pattern) {
        return Pattern.compile(pattern)
                .matcher(svg)
                .results()
                .map(found -> found.group(1)
                        .replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&quot;", "\"")
                        .replace("&#39;", "'")
                        .replace("&amp;", "&"))
                .toList();
    }

    private static String text(String svg, String tag, int index) {
        return texts(svg, "<" + tag + "(?: [^>]*)?>([^<]*)</" + tag + ">").get(index);
    }

    private static String label(String svg) {
        return texts(svg, "aria-label=\"([^\"]*)\"").get(0);
    }

    private static String fill(String svg) {
        return texts(svg, "<rect [^>]*fill=\"([^\"]*)\"").get(1);
    }

    @Test
    void badge_hasTheStateAsAWord() throws IOException {
        targets.add("[::1]:80", "web", null, Map.of()).up();
        targets.add("db:5432").refused();
        assertThat(text(badge("db:5432"), "text", 1)).isEqualTo("unknown");
        targets.test.advance(Duration.ofSeconds(1));

        String up = badge("%5B::1%5D%3A80");
        assertThat(text(up, "text", 0)).isEqualTo("web");
        assertThat(text(up, "text", 1)).isEqualTo("up");
        assertThat(text(up, "title", 0)).isEqualTo("web: up");
        assertThat(label(up)).isEqualTo("web: up");
        String down = badge("db:5432");
        assertThat(text(down, "text", 1)).isEqualTo("down");
        assertThat(fill(down)).isNotEqualTo(fill(up));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"/><script>alert(1)</script>",
                "]]> & &amp; '",
                "\u202egnirts\u202c",
                "a\nb\u0000c\u0007",
                "\ud83d",
                "\ufffe\uffff",
                "%1$s %n"
            })
    void name_isTextOnly(String name) throws IOException {
        targets.add("db:5432", name, null, Map.of()).up();

        String svg = badge("db:5432");
        assertThat(texts(svg, "<([a-z]+)")).containsExactly("svg", "title", "rect", "rect", "g", "text", "text");
        String shown = name.codePoints()
                .map(c -> "\u202e\u202c\n\u0000\u0007\ud83d\ufffe\uffff".indexOf(c) < 0 ? c : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        assertThat(text(svg, "title", 0)).isEqualTo(shown + ": unknown");
        assertThat(label(svg)).isEqualTo(shown + ": unknown");
    }

    @Test
    void longName_isCutBetweenCharacters() throws IOException {
        targets.add("db:5432", "\ud83d\ude80".repeat(60), null, Map.of()).up();
        String svg = badge("db:5432");
        assertThat(text(svg, "text", 0)).isEqualTo("\ud83d\ude80".repeat(39) + "\u2026");
        assertThat(text(svg, "title", 0)).startsWith("\ud83d\ude80".repeat(60));
    }

    @Test
    void unknownTarget_isNotFound() {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> badge("db:5433"))
                .withMessage("target: \"db:5433\" (expected the host and port of one that is watched, as in the file)")
                .matches(refused -> refused.status() == 404);
    }
}
