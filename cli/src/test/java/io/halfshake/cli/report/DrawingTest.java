package io.halfshake.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.report.Drawing.Span;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrawingTest {
    private static String boxes(List<Span> spans) {
        return Drawing.boxes(spans, 0, 9).toString();
    }

    @Test
    void shortSpan_isWideEnoughToBeSeen() {
        assertThat(boxes(List.of(new Span(5, 5)))).isEqualTo("M5 0H6.5V9H5Z");
        assertThat(boxes(List.of(new Span(600, 600)))).isEqualTo("M598.5 0H600V9H598.5Z");
    }

    @Test
    void boxesThatTouch_areOne() {
        List<Span> spans =
                List.of(new Span(0, 0.2), new Span(1, 1.2), new Span(2, 2.1), new Span(10, 20), new Span(20, 30));
        assertThat(boxes(spans)).isEqualTo("M0 0H1.5V9H0ZM2 0H3.5V9H2ZM10 0H30V9H10Z");
    }

    @Test
    void spanInsideAnother_doesNotShortenIt() {
        assertThat(boxes(List.of(new Span(10, 100), new Span(20, 30), new Span(200, 300))))
                .isEqualTo("M10 0H100V9H10ZM200 0H300V9H200Z");
    }

    @Test
    void numberOfBoxes_isBounded() {
        List<Span> spans = new ArrayList<>();
        for (int group = 0; group < 500; group++) {
            for (int i = 0; i < 20; i++) {
                double from = 1.2 * group + 0.02 * i;
                spans.add(new Span(from, from));
            }
        }
        assertThat(boxes(spans).chars().filter(c -> c == 'M').count()).isBetween(100L, 400L);
    }

    @Test
    void noSpan_isNoBox() {
        assertThat(boxes(List.of())).isEmpty();
    }
}
