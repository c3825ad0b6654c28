package io.halfshake.cli.report;

import io.halfshake.monitor.Outage;
import io.halfshake.monitor.OutageHistory;
import io.halfshake.monitor.OutageHistory.TimeSpan;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.monitor.TimeBounds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When a target was up and down, as shapes that differ without their colours: a thin line while it was up, a full box
 * while it was down, an outline between the two bounds of a change, and a line below while it was not observed. As in
 * {@link OutageHistory}, time that was not observed is neither up nor down.
 */
final class OutageTimeline {
    private static final Duration ALWAYS = Duration.ofDays(36_500);
    private static final double DOWN_HEIGHT = 20;
    private static final double BOUNDS_TOP = 4;
    private static final double BOUNDS_BOTTOM = 16;
    private static final double UP_TOP = 9;
    private static final double UP_BOTTOM = 11;
    private static final double UNOBSERVED_TOP = 23;
    private static final int HEIGHT = 27;

    private final TimeScale time;
    private final List<Outage> outages;
    private final List<Drawing.Span> unobserved;
    /** From when on outages and unobserved spans are known one by one. */
    private final double knownFrom;

    private OutageTimeline(OutageHistory history, TimeScale time) {
        this.time = time;
        this.outages = history.outages();
        this.unobserved = new ArrayList<>();
        for (TimeSpan each : history.unobserved()) {
            unobserved.add(span(each.from(), each.to()));
        }
        this.knownFrom = time.x(history.availability(ALWAYS).from());
    }

    /** Draws the history of a target, which must have had a conclusive check. */
    static void write(Html html, TargetStatus status, TimeScale time) {
        new OutageTimeline(status.outageHistory(), time).write(html);
    }

    private void write(Html html) {
        html.start("figure");
        html.element(
                "figcaption",
                "Timeline: thin line, up; full box, down; outline, between the check before a change and the check that"
                        + " found it; line below, not observed.");
        Drawing.start(html, "timeline", HEIGHT, words());
        Drawing.fill(html, "up", Drawing.boxes(up(), UP_TOP, UP_BOTTOM), "1");
        Drawing.fill(html, "down", Drawing.boxes(down(), 0, DOWN_HEIGHT), "1");
        Drawing.lines(html, "bounds", bounds());
        Drawing.fill(html, "unobserved", Drawing.boxes(unobserved, UNOBSERVED_TOP, HEIGHT), "1");
        html.endLine();
        Drawing.times(html, time);
        html.endLine();
    }

    private String words() {
        return outages.isEmpty()
                ? "Timeline without outages"
                : "Timeline with " + Words.counted(outages.size(), "outage", "outages")
                        + "; the table below has the times";
    }

    private Drawing.Span span(Instant from, Instant to) {
        return new Drawing.Span(time.x(from), time.x(to));
    }

    private List<Drawing.Span> down() {
        List<Drawing.Span> spans = new ArrayList<>();
        for (Outage outage : outages) {
            double from = time.x(outage.began().latest());
            double end =
                    outage.ongoing() ? TimeScale.WIDTH : time.x(outage.ended().earliest());
            List<Drawing.Span> observed = observed(from, end);
            // Of an outage that one check found, only that moment is known.
            spans.addAll(observed.isEmpty() ? List.of(new Drawing.Span(from, from)) : observed);
        }
        return spans;
    }

    /** A time without what was not observed of it. */
    private List<Drawing.Span> observed(double from, double end) {
        List<Drawing.Span> spans = new ArrayList<>();
        double reached = from;
        for (Drawing.Span gap : unobserved) {
            if (gap.from() > reached && gap.from() < end) {
                spans.add(new Drawing.Span(reached, gap.from()));
            }
            if (gap.from() < end) {
                reached = Math.max(reached, gap.to());
            }
        }
        if (reached < end) {
            spans.add(new Drawing.Span(reached, end));
        }
        return spans;
    }

    /** Only of changes: an outage that goes on has no end, and one that began unseen has no beginning. */
    private SvgPath bounds() {
        SvgPath path = new SvgPath();
        for (Outage outage : outages) {
            if (!outage.beganUnseen()) {
                outline(path, outage.began());
            }
            if (!outage.ongoing()) {
                outline(path, outage.ended());
            }
        }
        return path;
    }

    private void outline(SvgPath path, TimeBounds bounds) {
        Drawing.box(path, span(bounds.earliest(), bounds.latest()), BOUNDS_TOP, BOUNDS_BOTTOM);
    }

    /** What is left between the outages and what was not observed. */
    private List<Drawing.Span> up() {
        List<Drawing.Span> spans = new ArrayList<>();
        double reached = knownFrom;
        for (Drawing.Span other : notUp()) {
            if (other.from() > reached) {
                spans.add(new Drawing.Span(reached, other.from()));
            }
            reached = Math.max(reached, other.to());
        }
        if (reached < TimeScale.WIDTH) {
            spans.add(new Drawing.Span(reached, TimeScale.WIDTH));
        }
        return spans;
    }

    private List<Drawing.Span> notUp() {
        List<Drawing.Span> spans = new ArrayList<>(unobserved);
        for (Outage outage : outages) {
            Instant end = outage.ongoing() ? time.end() : outage.ended().latest();
            spans.add(span(outage.began().earliest(), end));
        }
        spans.sort(Comparator.comparingDouble(Drawing.Span::from));
        return spans;
    }
}
