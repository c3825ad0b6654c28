package io.halfshake.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.cli.Xhtml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlTest {
    private final Html html = new Html();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "</p><img src=x onerror=alert(1)>",
                "\" onload=\"alert(1)",
                "' onload='alert(1)",
                "&amp;&#60;b&#62;",
                "]]><b>",
                "<!-- -->"
            })
    void markupInData_isText(String data) {
        html.element("p", data, "title", data);
        Xhtml page = Xhtml.parse(html.finish());
        assertThat(page.elements("*")).singleElement().satisfies(p -> {
            assertThat(p.getTextContent()).isEqualTo(data);
            assertThat(p.getAttribute("title")).isEqualTo(data);
            assertThat(p.getAttributes().getLength()).isEqualTo(1);
        });
    }

    @Test
    void invisibleCharacters_areShown() {
        html.element("p", "a\u202eb\u0000c\u200fd\u001be\u2028f\uffffg\ud800h");
        assertThat(Xhtml.parse(html.finish()).texts("p"))
                .containsExactly("a\\u202eb\\u0000c\\u200fd\\u001be\\u2028f\\uffffg\\ud800h");
    }

    @Test
    void charactersOfTwoUnits_areKept() {
        html.element("p", "\ud83d\ude00 and \udb40\udc01");
        assertThat(Xhtml.parse(html.finish()).texts("p")).containsExactly("\ud83d\ude00 and \\udb40\\udc01");
    }

    @Test
    void page_isAscii() {
        html.element("p", "\u25b2 \u00b5 \ud83d\ude00", "title", "\u25bc");
        assertThat(html.finish()).matches("\\p{ASCII}+").contains("title=\"&#9660;\"", "&#9650; &#181; &#128512;");
    }

    @Test
    void name_isIsolated() {
        html.start("p");
        html.name("\u05d0\u05d1:1");
        html.end();
        assertThat(Xhtml.parse(html.finish()).texts("bdi")).containsExactly("\u05d0\u05d1:1");
    }

    @Test
    void elementThatWasNotEnded_isRefused() {
        html.start("div");
        html.start("p");
        html.end();
        assertThatThrownBy(html::finish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("elements: [div] (expected all to be ended)");
    }

    @Test
    void path_hasTenthsAndNoMore() {
        SvgPath path = new SvgPath();
        path.move(0.04, 99.96);
        path.horizontal(-3);
        path.vertical(12.34);
        path.close();
        assertThat(path).hasToString("M0 100H0V12.3Z");
    }
}
