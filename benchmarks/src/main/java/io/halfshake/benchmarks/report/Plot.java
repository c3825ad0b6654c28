package io.halfshake.benchmarks.report;

import io.halfshake.benchmarks.contender.WireKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * CPU time a check against checks in flight, of the first workload, as SVG. Its colours suit a light page and a dark
 * one; lines differ in dashes too, for readers who cannot distinguish all colours.
 */
public final class Plot {
    private static final int WIDTH = 1_020;
    private static final int HEIGHT = 520;
    private static final int LEFT = 60;
    private static final int RIGHT = 450;
    private static final int TOP = 50;
    private static final int BOTTOM = 55;
    private static final int LABEL_HEIGHT = 17;

    /** The length of a line beside its label. */
    private static final int SAMPLE = 26;

    /** HAProxy has as many checks at once as it has servers. */
    private static final int SERVERS = 1_000;

    /** Of medium lightness, for contrast with white and with black. */
    private static final List<String> COLOURS = List.of(
            "#7f7f7f", "#4f8fd0", "#d9534f", "#e08a1e", "#2f9e6e", "#9a6ad0", "#c0549b", "#8a7a2a", "#2b9fb3",
            "#b5651d", "#6878c8", "#6f9a3a", "#a8605f", "#5f8a8b");

    private static final List<String> DASHES = List.of("none", "7 3", "2 3");

    private final Map<String, List<Row>> contenders;
    private final String work;
    private final double least;
    private final double most;
    private final double top;
    private final StringBuilder svg = new StringBuilder();

    private Plot(List<Row> rows) {
        work = rows.get(0).workload();
        contenders =
                rows.stream().collect(Collectors.groupingBy(Row::contender, LinkedHashMap::new, Collectors.toList()));
        least = rows.stream().mapToDouble(Plot::inFlight).min().orElseThrow();
        most = Math.max(rows.stream().mapToDouble(Plot::inFlight).max().orElseThrow(), least * 10);
        double highest = rows.stream()
                .mapToDouble(row -> row.cpuMicrosPerCheck().median())
                .max()
                .orElseThrow();
        top = Math.ceil(highest / step(highest)) * step(highest);
    }

    /** The plot; empty if nothing was measured. */
    public static String of(Results results) {
        if (results.rows().isEmpty()) {
            return "";
        }
        String first = results.rows().get(0).workload();
        return new Plot(results.rows().stream()
                        .filter(row -> row.workload().equals(first))
                        .toList())
                .draw();
    }

    private static double inFlight(Row row) {
        Integer inFlight = row.inFlight();
        return inFlight == null ? SERVERS : inFlight;
    }

    /** A round step, of which five to ten reach the top. */
    static double step(double highest) {
        double power = Math.pow(10, Math.floor(Math.log10(highest / 5)));
        double rest = highest / 5 / power;
        return power * (rest >= 5 ? 5 : rest >= 2 ? 2 : 1);
    }

    private double x(double inFlight) {
        return LEFT + (WIDTH - LEFT - RIGHT) * Math.log(inFlight / least) / Math.log(most / least);
    }

    private double y(double micros) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * micros / top;
    }

    private String draw() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" font-family=\"sans-serif\""
                        + " font-size=\"13\">",
                WIDTH, HEIGHT);
        add("<title>CPU time of a check against checks in flight: %s</title>", escape(work));
        add("<style>text{fill:#222}.axis{stroke:#222}.grid{stroke:#8886}.line{fill:none;stroke-width:2}"
                + "@media (prefers-color-scheme:dark){text{fill:#ddd}.axis{stroke:#ddd}}</style>");
        axes();
        lines();
        add("</svg>");
        return svg.toString();
    }

    private void axes() {
        int right = WIDTH - RIGHT;
        int bottom = HEIGHT - BOTTOM;
        add("<text x=\"%d\" y=\"24\" font-size=\"15\">%s: CPU microseconds a check</text>", LEFT, escape(work));
        for (double micros = 0; micros <= top + 1e-9; micros += step(top)) {
            add(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    LEFT, right, y(micros), y(micros));
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>", LEFT - 8, y(micros) + 4, micros);
        }
        for (double inFlight = least; inFlight <= most * 1.001; inFlight *= 10) {
            add(
                    "<line class=\"axis\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                    x(inFlight), x(inFlight), bottom, bottom + 5);
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%,.0f</text>", x(inFlight), bottom + 20, inFlight);
        }
        add("<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>", LEFT, right, bottom, bottom);
        add("<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>", LEFT, LEFT, TOP, bottom);
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">checks in flight</text>", (LEFT + right) / 2, bottom + 42);
    }

    private record Label(String text, String colour, String dash, double y) {}

    private void lines() {
        List<Label> labels = new ArrayList<>();
        int number = 0;
        for (Map.Entry<String, List<Row>> entry : contenders.entrySet()) {
            String colour = COLOURS.get(number % COLOURS.size());
            String dash = DASHES.get(number++ % DASHES.size());
            List<Row> rows = entry.getValue().stream()
                    .sorted(Comparator.comparingDouble(Plot::inFlight))
                    .toList();
            String points = rows.stream().map(this::point).collect(Collectors.joining(" "));
            add("<polyline class=\"line\" stroke=\"%s\" stroke-dasharray=\"%s\" points=\"%s\"/>", colour, dash, points);
            for (Row row : rows) {
                String[] point = point(row).split(",", 2);
                add("<circle cx=\"%s\" cy=\"%s\" r=\"3.5\" fill=\"%s\"/>", point[0], point[1], colour);
            }
            Row last = rows.get(rows.size() - 1);
            String text = entry.getKey() + (last.observed() == WireKind.FULL ? " (full handshake)" : "");
            labels.add(new Label(text, colour, dash, y(last.cpuMicrosPerCheck().median())));
        }
        label(labels);
    }

    private String point(Row row) {
        return format("%.1f,%.1f", x(inFlight(row)), y(row.cpuMicrosPerCheck().median()));
    }

    /** At the right, as close to the end of its line as the other labels allow. */
    private void label(List<Label> labels) {
        List<Label> fromTop =
                labels.stream().sorted(Comparator.comparingDouble(Label::y)).toList();
        double lowest = HEIGHT - BOTTOM;
        double next = TOP;
        for (int i = 0; i < fromTop.size(); i++) {
            Label label = fromTop.get(i);
            double room = lowest - (fromTop.size() - 1 - i) * LABEL_HEIGHT;
            double y = Math.max(next, Math.min(label.y(), room));
            int left = WIDTH - RIGHT + 14;
            add(
                    "<line class=\"line\" stroke=\"%s\" stroke-dasharray=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
                    label.colour(), label.dash(), left, left + SAMPLE, y, y);
            add("<circle cx=\"%d\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>", left + SAMPLE / 2, y, label.colour());
            add("<text x=\"%d\" y=\"%.1f\">%s</text>", left + SAMPLE + 8, y + 4, escape(label.text()));
            next = y + LABEL_HEIGHT;
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private void add(String pattern, Object... values) {
        svg.append(format(pattern, values)).append('\n');
    }
}
