package io.halfshake.cli.report;

import io.halfshake.CheckResult;
import io.halfshake.Evidence;
import io.halfshake.IcmpMessage;
import io.halfshake.cli.result.ReasonCounts;
import io.halfshake.cli.terminal.DurationFormat;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.monitor.CheckCounts;
import io.halfshake.monitor.Outage;
import io.halfshake.monitor.OutageHistory;
import io.halfshake.monitor.OutageHistory.TimeSpan;
import io.halfshake.monitor.OutageHistory.UptimeRange;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.monitor.TimeBounds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The section of one target. */
final class TargetSection {
    private static final Duration ALWAYS = Duration.ofDays(36_500);

    private final Html html;
    private final TargetStatus status;
    private final OutageHistory history;
    private final TimeScale time;

    private TargetSection(Html html, TargetStatus status, TimeScale time) {
        this.html = html;
        this.status = status;
        this.history = status.outageHistory();
        this.time = time;
    }

    /**
     * Writes the section.
     *
     * @param id the id of the element
     * @param columns the recorded results, the oldest first; empty for none
     * @param maxRows the maximum number of rows of outages, and of unobserved spans
     */
    static void write(
            Html html, String id, TargetStatus status, List<PlotColumn> columns, TimeScale time, int maxRows) {
        html.start("section", "id", id);
        TargetSection section = new TargetSection(html, status, time);
        section.heading();
        section.facts();
        if (section.history.observedFrom() != null) {
            OutageTimeline.write(html, status, time);
        }
        if (columns.stream().anyMatch(column -> column.up() > 0)) {
            RoundTripPlot.write(html, columns, time);
        }
        section.outages(maxRows);
        section.unobserved(maxRows);
        FindingsTable.write(html, status.counts());
        section.evidence();
        html.endLine();
    }

    private void heading() {
        html.start("h2");
        badge(html, status);
        html.text(" ");
        html.name(status.target());
        html.endLine();
    }

    static void badge(Html html, TargetStatus status) {
        html.element("span", Words.state(status.state()), "class", "badge " + Texts.name(status.state()));
    }

    private void facts() {
        Tables.startFacts(html);
        Duration age = Duration.between(status.since(), history.asOf());
        fact(
                "State",
                Texts.name(status.state()) + (status.inDoubt() ? ", in doubt" : "") + ", since "
                        + time.at(status.since()) + ", for "
                        + DurationFormat.exact(age.isNegative() ? Duration.ZERO : age));
        CheckCounts counts = status.counts();
        String held = counts.held() == 0 ? "" : "; " + Words.number(counts.held()) + " of those down unobserved";
        fact(
                "Checks",
                Words.number(counts.up() + counts.downs() + counts.unknowns()) + ": " + Words.number(counts.up())
                        + " up, " + Words.number(counts.downs()) + " down" + ReasonCounts.text(counts.down()) + ", "
                        + Words.number(counts.unknowns()) + " unknown" + ReasonCounts.text(counts.unknown()) + held);
        fact("Loss", Words.loss(counts));
        fact("Round trip", roundTrips());
        Instant observedFrom = history.observedFrom();
        if (observedFrom != null) {
            fact("Available", available(history.availability(ALWAYS), observedFrom));
        }
        boolean beganUnseen = history.outages().stream().anyMatch(Outage::beganUnseen);
        fact("Down", Words.downtime(history.downtime()) + (beganUnseen ? ", counted from the first check" : ""));
        fact("Unobserved", DurationFormat.exact(history.unobservedTotal()));
        html.endLine();
    }

    private void fact(String name, String value) {
        Tables.fact(html, name, value);
    }

    private String available(UptimeRange range, Instant observedFrom) {
        String before = range.from().isAfter(observedFrom)
                ? ", from " + time.at(range.from()) + " on; of the time before, only the totals are known"
                : "";
        return Words.availability(range) + before;
    }

    private String roundTrips() {
        if (status.roundTrips().weight() == 0) {
            return Words.NONE;
        }
        return "p50 " + Words.roundTrip(status.roundTrips(), 50) + ", p95 " + Words.roundTrip(status.roundTrips(), 95)
                + ", p99 " + Words.roundTrip(status.roundTrips(), 99) + ", max "
                + Words.roundTrip(status.roundTrips(), 100);
    }

    private void outages(int maxRows) {
        List<Outage> outages = history.outages();
        if (outages.isEmpty()) {
            return;
        }
        Tables.start(
                html,
                "Outages, the latest first",
                "Began between",
                "Ended between",
                "Shortest",
                "Longest",
                "Unobserved",
                "Reason");
        int oldest = Math.max(0, outages.size() - maxRows);
        for (int i = outages.size() - 1; i >= oldest; i--) {
            outage(outages.get(i));
        }
        Tables.end(html);
        long earlier = history.downtime().outages() - outages.size() + oldest;
        if (earlier > 0) {
            html.element("p", Words.counted(earlier, "earlier one is", "earlier ones are") + " not listed.");
        }
    }

    private void outage(Outage outage) {
        Tables.row(
                html,
                outage.beganUnseen() ? "before " + time.at(outage.began().latest()) : bounds(outage.began()),
                outage.ongoing() ? "still down" : bounds(outage.ended()),
                DurationFormat.exact(outage.shortest()),
                outage.beganUnseen() || outage.ongoing() ? "not known" : DurationFormat.exact(outage.longest()),
                DurationFormat.exact(outage.unobserved()),
                Texts.words(outage.reason()));
    }

    private String bounds(TimeBounds bounds) {
        return time.at(bounds.earliest()) + " and " + time.at(bounds.latest());
    }

    private void unobserved(int maxRows) {
        List<TimeSpan> spans = history.unobserved();
        if (spans.isEmpty()) {
            return;
        }
        Tables.start(html, "Not observed, the latest first", "From", "To", "Length");
        int oldest = Math.max(0, spans.size() - maxRows);
        Duration listed = Duration.ZERO;
        for (int i = spans.size() - 1; i >= oldest; i--) {
            TimeSpan span = spans.get(i);
            Tables.row(html, time.at(span.from()), time.at(span.to()), DurationFormat.exact(span.length()));
            listed = listed.plus(span.length());
        }
        Tables.end(html);
        // The history forgets the oldest ones without counting them.
        if (listed.compareTo(history.unobservedTotal()) < 0) {
            html.element("p", "Earlier ones are not listed. The total above includes them.");
        }
    }

    private void evidence() {
        html.element("h3", "Last evidence");
        CheckResult last = status.last();
        Instant lastAt = status.lastAt();
        if (last == null || lastAt == null) {
            html.element("p", "Not checked yet.");
            return;
        }
        Tables.startFacts(html);
        fact("Result", last.describe() + (status.lastHeld() ? "; unobserved, does not count" : ""));
        fact("At", time.at(lastAt));
        fact("Signal", signal(last.evidence()));
        fact("Engine", engine(last.evidence()));
        Throwable cause = last instanceof CheckResult.Unknown unknown ? unknown.cause() : null;
        if (cause != null) {
            fact("Error", Texts.cause(cause));
        }
        html.endLine();
    }

    private static String signal(Evidence evidence) {
        String text = Texts.words(evidence.signal());
        IcmpMessage icmp = evidence.icmp();
        if (icmp != null) {
            text += (icmp.ipVersion() == 6 ? ", ICMPv6 type " : ", ICMP type ") + icmp.type() + " code " + icmp.code();
        }
        if (evidence.errno() != null) {
            String call = evidence.systemCall() == null ? "" : evidence.systemCall() + ": ";
            text += ", " + call + evidence.errno();
        }
        return text;
    }

    private static String engine(Evidence evidence) {
        String packets = evidence.engine().equals("echo")
                ? Words.counted(evidence.syns(), "request", "requests")
                : Words.counted(evidence.syns(), "SYN", "SYNs");
        String clock = switch (evidence.clock()) {
            case KERNEL -> ", timed by the kernel";
            case USER_SPACE -> ", timed by the measuring process";
            case NONE -> "";
        };
        return evidence.engine() + ", " + Texts.words(evidence.handshake()) + " handshake, " + packets + clock;
    }
}
