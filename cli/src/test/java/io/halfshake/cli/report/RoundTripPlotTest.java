package io.halfshake.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.Xhtml;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class RoundTripPlotTest {
    private static final long SECOND = 1_000_000_000;
    private static final long MS = 1_000_000;
    /** A unit of the drawing is a second. */
    private static final TimeScale TIME =
            new TimeScale(0, 600 * SECOND, Instant.parse("2000-01-01T00:10:00Z"), ZoneOffset.UTC);

    private static PlotColumn column(long from, long to, long min, long median, long p95) {
        return new PlotColumn(from * SECOND, to * SECOND, 10, min * MS, median * MS, p95 * MS, 0, 0);
    }

    private static PlotColumn without(long from, long to, long failed, long uncounted) {
        return new PlotColumn(from * SECOND, to * SECOND, 0, 0, 0, 0, failed, uncounted);
    }

    private static Xhtml plot(PlotColumn... columns) {
        Html html = new Html();
        RoundTripPlot.write(html, List.of(columns), TIME);
        return Xhtml.parse(html.finish());
    }

    @Test
    void medianAndBand_areStepsAtTheColumns() {
        Xhtml plot = plot(column(0, 100, 1, 2, 5), column(100, 200, 1, 5, 10));
        assertThat(plot.paths("median")).containsExactly("M0 69.9H100V30.1H200");
        assertThat(plot.paths("band")).containsExactly("M0 30.1H100V0H200V100H100V100H0Z");
        assertThat(plot.paths("failed")).isEmpty();
        assertThat(plot.paths("uncounted")).isEmpty();
    }

    @Test
    void columnWithFailedChecksOnly_isAGapWithAMark() {
        Xhtml plot = plot(column(0, 100, 1, 2, 5), without(100, 200, 3, 0), column(200, 300, 1, 10, 10));
        assertThat(plot.paths("median")).containsExactly("M0 69.9H100M200 0H300");
        assertThat(plot.paths("failed")).containsExactly("M100 106H200V118H100Z");
    }

    @Test
    void emptyColumn_isAGapWithoutAMark() {
        Xhtml plot = plot(column(0, 100, 1, 2, 5), without(100, 200, 0, 0), column(200, 300, 1, 10, 10));
        assertThat(plot.paths("median")).containsExactly("M0 69.9H100M200 0H300");
        assertThat(plot.paths("band")).containsExactly("M0 30.1H100V100H0ZM200 0H300V100H200Z");
        assertThat(plot.paths("failed")).isEmpty();
        assertThat(plot.paths("uncounted")).isEmpty();
    }

    @Test
    void marksBesideEachOther_areOne() {
        Xhtml plot = plot(
                column(0, 100, 1, 2, 5), without(100, 200, 1, 0), without(200, 300, 1, 2), without(300, 400, 0, 1));
        assertThat(plot.paths("failed")).containsExactly("M100 106H300V118H100Z");
        assertThat(plot.paths("uncounted")).containsExactly("M200 112H400V118H200Z");
    }

    @Test
    void narrowMark_isWideEnoughToBeSeen() {
        PlotColumn last = new PlotColumn(600 * SECOND - MS, 600 * SECOND, 0, 0, 0, 0, 1, 0);
        assertThat(plot(column(0, 100, 1, 2, 5), last).paths("failed")).containsExactly("M598.5 106H600V118H598.5Z");
    }

    @Test
    void ticks_areAtTheirLines() {
        Xhtml plot = plot(column(0, 600, 1, 2, 10));
        assertThat(plot.paths("grid")).containsExactly("M0 100H600M0 69.9H600M0 30.1H600M0 0H600");
        List<Element> ticks = plot.elements("span").subList(0, 4);
        assertThat(ticks).extracting(Element::getTextContent).containsExactly("10 ms", "5 ms", "2 ms", "1 ms");
        assertThat(ticks)
                .extracting(tick -> tick.getAttribute("style"))
                .containsExactly("top:0%", "top:26%", "top:59%", "top:85%");
        assertThat(plot.texts("span").subList(4, 7)).containsExactly("00:00:00", "00:05:00", "00:10:00");
    }
}
