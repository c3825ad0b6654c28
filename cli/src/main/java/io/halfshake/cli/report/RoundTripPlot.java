package io.halfshake.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The round trips of a target over time: a line at the median of each column, on a band from the minimum to the 95th
 * percentile. Below it are marks where checks failed, and shorter ones where checks do not count.
 */
final class RoundTripPlot {
    private static final double PLOT_HEIGHT = 100;
    private static final double FAILED_TOP = 106;
    private static final double UNCOUNTED_TOP = 112;
    private static final int HEIGHT = 118;

    private final Html html;
    private final List<PlotColumn> columns;
    private final TimeScale time;
    private final RoundTripAxis axis;

    private RoundTripPlot(Html html, List<PlotColumn> columns, TimeScale time) {
        this.html = html;
        this.columns = columns;
        this.time = time;
        this.axis = RoundTripAxis.of(columns);
    }

    /**
     * Draws a target's columns.
     *
     * @param columns the oldest first; at least one must have a round trip
     */
    static void write(Html html, List<PlotColumn> columns, TimeScale time) {
        new RoundTripPlot(html, columns, time).write();
    }

    private void write() {
        html.start("figure");
        html.element(
                "figcaption",
                "Round trip: the line is the median, the band is from the minimum to the 95th percentile. Marks below:"
                        + " long, checks that failed; short, checks that do not count. The scale is logarithmic.");
        html.start("div", "class", "plot");
        ticks();
        Drawing.start(
                html,
                "roundTrips",
                HEIGHT,
                "Round trips over time, on a scale from " + RoundTripAxis.label(axis.bottom()) + " to "
                        + RoundTripAxis.label(axis.top()));
        grid();
        roundTrips();
        Drawing.fill(html, "failed", marks(PlotColumn::failed, FAILED_TOP), "1");
        Drawing.fill(html, "uncounted", marks(PlotColumn::uncounted, UNCOUNTED_TOP), "0.5");
        html.endLine();
        html.endLine();
        Drawing.times(html, time);
        html.endLine();
    }

    /** Beside the drawing, each at the height of its line. */
    private void ticks() {
        html.start("div", "class", "ticks");
        List<Long> ticks = axis.ticks();
        for (int i = ticks.size() - 1; i >= 0; i--) {
            long percent = Math.round(100 * y(ticks.get(i)) / HEIGHT);
            html.element("span", RoundTripAxis.label(ticks.get(i)), "style", "top:" + percent + "%");
            html.text(" ");
        }
        html.endLine();
    }

    private void grid() {
        SvgPath lines = new SvgPath();
        for (long tick : axis.ticks()) {
            lines.move(0, y(tick));
            lines.horizontal(TimeScale.WIDTH);
        }
        Drawing.lines(html, "grid", lines);
    }

    private double y(long nanos) {
        return PLOT_HEIGHT * axis.depth(nanos);
    }

    private void roundTrips() {
        SvgPath band = new SvgPath();
        SvgPath median = new SvgPath();
        List<PlotColumn> run = new ArrayList<>();
        for (PlotColumn column : columns) {
            if (column.up() > 0) {
                run.add(column);
            } else {
                draw(run, band, median);
                run.clear();
            }
        }
        draw(run, band, median);
        Drawing.fill(html, "band", band, "0.3");
        Drawing.lines(html, "median", median);
    }

    /** Draws adjacent columns: to the right along their 95th percentiles, and back along their minimums. */
    private void draw(List<PlotColumn> run, SvgPath band, SvgPath median) {
        int last = run.size() - 1;
        for (int i = 0; i <= last; i++) {
            PlotColumn column = run.get(i);
            step(band, i == 0, column, column.p95());
            step(median, i == 0, column, column.median());
        }
        for (int i = last; i >= 0; i--) {
            band.vertical(y(run.get(i).min()));
            band.horizontal(time.x(run.get(i).from()));
        }
        if (last >= 0) {
            band.close();
        }
    }

    private void step(SvgPath path, boolean isFirst, PlotColumn column, long roundTrip) {
        if (isFirst) {
            path.move(time.x(column.from()), y(roundTrip));
        } else {
            path.vertical(y(roundTrip));
        }
        path.horizontal(time.x(column.to()));
    }

    /** A mark below each column with such a check. Adjacent columns share one. */
    private SvgPath marks(ToLongFunction<PlotColumn> count, double top) {
        List<Drawing.Span> spans = new ArrayList<>();
        for (PlotColumn column : columns) {
            if (count.applyAsLong(column) > 0) {
                spans.add(new Drawing.Span(time.x(column.from()), time.x(column.to())));
            }
        }
        return Drawing.boxes(spans, top, HEIGHT);
    }
}
