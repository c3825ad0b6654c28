package io.halfshake.cli.report;

import java.util.List;

/**
 * A drawing of what happened over time, stretched to the width of the page. Its texts are beside it: inside, they would
 * be stretched as well.
 */
final class Drawing {
    private static final String STRETCHED = "none";
    /** The narrowest shape that can be seen. */
    private static final double MIN_WIDTH = 1.5;

    /** A span of time, as positions from the left. */
    record Span(double from, double to) {
        private double end() {
            return Math.max(to, from + MIN_WIDTH);
        }

        /** Both in one. The other must not begin before this one. */
        private Span with(Span other) {
            return new Span(from, Math.max(to, other.to));
        }
    }

    private Drawing() {}

    /**
     * Starts the drawing, to be ended by {@link Html#endLine}.
     *
     * @param words a description, for screen readers
     */
    static void start(Html html, String className, int height, String words) {
        html.start(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "class",
                className,
                "viewBox",
                "0 0 " + (int) TimeScale.WIDTH + " " + height,
                "preserveAspectRatio",
                STRETCHED,
                "role",
                "img",
                "aria-label",
                words);
    }

    /** Adds filled shapes, if there are any. The attributes are for mail programs, which may remove the style sheet. */
    static void fill(Html html, String className, SvgPath path, String opacity) {
        if (!path.isEmpty()) {
            html.empty(
                    "path", "class", className, "fill", "currentColor", "fill-opacity", opacity, "d", path.toString());
        }
    }

    /** Adds lines, if there are any. */
    static void lines(Html html, String className, SvgPath path) {
        if (!path.isEmpty()) {
            html.empty(
                    "path",
                    "class",
                    className,
                    "fill",
                    "none",
                    "stroke",
                    "currentColor",
                    "vector-effect",
                    "non-scaling-stroke",
                    "d",
                    path.toString());
        }
    }

    /**
     * Makes a box of each span, wide enough to be seen. Boxes that touch are one, so that their number is bounded.
     *
     * @param spans in the order in which they begin
     */
    static SvgPath boxes(List<Span> spans, double top, double bottom) {
        SvgPath path = new SvgPath();
        Span open = null;
        for (Span span : spans) {
            if (open != null && span.from() <= open.end()) {
                open = open.with(span);
            } else {
                if (open != null) {
                    box(path, open, top, bottom);
                }
                open = span;
            }
        }
        if (open != null) {
            box(path, open, top, bottom);
        }
        return path;
    }

    /** Adds a box to a path, wide enough to be seen. */
    static void box(SvgPath path, Span span, double top, double bottom) {
        double end = Math.min(TimeScale.WIDTH, span.end());
        path.box(Math.min(span.from(), end - MIN_WIDTH), top, end, bottom);
    }

    /** Adds the times below the drawing. */
    static void times(Html html, TimeScale time) {
        html.start("div", "class", "times");
        for (double part : new double[] {0, 0.5, 1}) {
            html.element("span", time.label(part));
            html.text(" ");
        }
        html.endLine();
    }
}
