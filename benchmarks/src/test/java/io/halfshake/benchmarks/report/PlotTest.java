package io.halfshake.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class PlotTest {
    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void plot_hasALineForEachContender() throws Exception {
        Document svg = parse(Plot.of(Examples.results(
                Examples.row("one", 1, 20),
                Examples.row("one", 100, 10),
                Examples.row("a < b & c", 100, 30),
                Examples.row("program", null, 20))));

        assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(3);
        assertThat(svg.getDocumentElement().getTextContent()).contains("one", "a < b & c", "program");
    }

    @Test
    void plot_hasALogarithmicXAxis() {
        String svg = Plot.of(Examples.results(
                Examples.row("one", 1, 20), Examples.row("one", 10, 20), Examples.row("one", 100, 20)));

        assertThat(svg).contains("points=\"60.0,50.0 315.0,50.0 570.0,50.0\"");
    }

    @Test
    void plotLabels_doNotOverlap() {
        Row[] rows = IntStream.range(0, 14)
                .mapToObj(i -> Examples.row("contender " + i, 100, 20 + i % 3))
                .toArray(Row[]::new);

        List<Double> heights = Pattern.compile("y=\"([0-9.]+)\">contender")
                .matcher(Plot.of(Examples.results(rows)))
                .results()
                .map(match -> Double.valueOf(match.group(1)))
                .sorted()
                .toList();

        assertThat(heights).hasSize(14);
        assertThat(IntStream.range(1, 14).mapToObj(i -> heights.get(i) - heights.get(i - 1)))
                .allSatisfy(distance -> assertThat(distance).isGreaterThanOrEqualTo(15));
        assertThat(heights.get(13)).isLessThan(520);
    }

    @Test
    void axisStep_isRound() {
        assertThat(Plot.step(37)).isEqualTo(5);
        assertThat(Plot.step(60)).isEqualTo(10);
        assertThat(Plot.step(120)).isEqualTo(20);
    }
}
