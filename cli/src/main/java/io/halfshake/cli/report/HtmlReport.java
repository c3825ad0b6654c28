package io.halfshake.cli.report;

import io.halfshake.cli.targets.LineErrors;
import io.halfshake.cli.terminal.DurationFormat;
import io.halfshake.monitor.CheckCounts;
import io.halfshake.monitor.MonitorSnapshot;
import io.halfshake.monitor.MonitorStats;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The report as a page that needs nothing else: no other file, no JavaScript, no request. */
public final class HtmlReport {
    /** With more targets, the others are in the overview only. */
    static final int MAX_SECTIONS = 500;

    private static final int MAX_OVERVIEW = 5_000;
    /** Rows of outages of all targets together, unless the minimum of each is more; the same for unobserved spans. */
    private static final int MAX_ROWS_OF_ALL = 5_000;

    private static final int MIN_ROWS = 10;

    private final Html html = new Html();
    private final ReportFacts facts;
    private final RoundTripRecorder recorder;
    private final MonitorSnapshot snapshot;
    private final TimeScale time;
    private final List<TargetStatus> targets;

    private HtmlReport(ReportFacts facts, RoundTripRecorder recorder) {
        this.facts = facts;
        this.recorder = recorder;
        this.snapshot = facts.snapshot();
        this.time = facts.time();
        this.targets = ordered(snapshot.targets());
    }

    /** Returns the page, which is both HTML and well-formed XML. */
    public static String of(ReportFacts facts, RoundTripRecorder recorder) {
        return new HtmlReport(facts, recorder).page();
    }

    /** In the order in which they were given; where some have no section, the most urgent ones first. */
    private static List<TargetStatus> ordered(List<TargetStatus> targets) {
        if (targets.size() <= MAX_SECTIONS) {
            return targets;
        }
        List<TargetStatus> sorted = new ArrayList<>(targets);
        sorted.sort(Comparator.comparingInt(HtmlReport::urgency));
        return sorted;
    }

    private static int urgency(TargetStatus status) {
        if (status.state() != TargetState.UP) {
            return status.state() == TargetState.DOWN ? 0 : 1;
        }
        return status.outageHistory().downtime().outages() > 0 ? 2 : 3;
    }

    private String page() {
        html.start("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en");
        head();
        html.start("body");
        heading();
        if (targets.size() > 1) {
            overview();
        }
        int sections = Math.min(MAX_SECTIONS, targets.size());
        int maxRows = Math.max(MIN_ROWS, MAX_ROWS_OF_ALL / Math.max(1, sections));
        for (int i = 0; i < sections; i++) {
            TargetStatus status = targets.get(i);
            TargetSection.write(html, id(i), status, recorder.columns(status.target()), time, maxRows);
        }
        notes();
        html.end();
        html.endLine();
        return html.finish();
    }

    private static String id(int index) {
        return "target-" + (index + 1);
    }

    private void head() {
        html.start("head");
        html.empty("meta", "charset", "utf-8");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
        // Without an icon, a browser asks the server for one.
        html.empty("link", "rel", "icon", "href", "data:,");
        html.element("title", "Halfshake report, " + time.at(time.end()));
        html.style(StyleSheet.text());
        html.endLine();
    }

    private void heading() {
        MonitorStats stats = snapshot.stats();
        html.start("header");
        html.element("h1", "Halfshake report");
        long withOutage = targets.stream()
                .filter(status -> status.outageHistory().downtime().outages() > 0)
                .count();
        html.element(
                "p",
                Words.counted(targets.size(), "target", "targets") + ": " + count(TargetState.UP) + " up, "
                        + count(TargetState.DOWN) + " down, " + count(TargetState.UNKNOWN) + " unknown; "
                        + Words.number(withOutage) + " had an outage",
                "class",
                "summary");
        Tables.startFacts(html);
        fact(
                "Measured",
                time.at(time.start()) + " to " + time.at(time.end()) + ", " + DurationFormat.exact(time.length())
                        + "; all times are " + time.zone());
        fact("Machine", facts.machine());
        fact("Engine", facts.engine().describe());
        fact("Version", facts.system());
        facts.settings().forEach(this::fact);
        if (stats.blindnesses() > 0) {
            fact(
                    "Own network",
                    "in doubt " + Words.counted(stats.blindnesses(), "time", "times") + ", "
                            + DurationFormat.exact(stats.blind()) + " in all; silence meanwhile does not count");
        }
        if (stats.stalls() > 0) {
            fact(
                    "Paused",
                    "the measuring process was paused " + Words.counted(stats.stalls(), "time", "times") + ", "
                            + DurationFormat.exact(stats.stalled()) + " in all");
        }
        if (facts.badLines() > 0) {
            fact("Skipped", LineErrors.skipped(facts.badLines()));
        }
        html.end();
        html.endLine();
    }

    /** Counts the targets as shown: the monitor's own counters may be of a later moment. */
    private String count(TargetState state) {
        return Words.number(
                targets.stream().filter(status -> status.state() == state).count());
    }

    private void fact(String name, String value) {
        Tables.fact(html, name, value);
    }

    private void overview() {
        Tables.start(
                html, "Targets", "State", "Target", "Since", "Checks", "Loss", "Median", "Outages", "Down at least");
        for (int i = 0; i < Math.min(MAX_OVERVIEW, targets.size()); i++) {
            overview(targets.get(i), i < MAX_SECTIONS ? id(i) : "");
        }
        Tables.end(html);
    }

    private void overview(TargetStatus status, String section) {
        CheckCounts counts = status.counts();
        DowntimeTotal downtime = status.outageHistory().downtime();
        html.start("tr");
        html.start("td");
        TargetSection.badge(html, status);
        html.end();
        html.start("td");
        if (section.isEmpty()) {
            html.name(status.target());
        } else {
            html.start("a", "href", "#" + section);
            html.name(status.target());
            html.end();
        }
        html.end();
        html.element("td", time.at(status.since()));
        html.element("td", Words.number(counts.up() + counts.downs() + counts.unknowns()));
        html.element("td", Words.loss(counts));
        html.element("td", Words.roundTrip(status.roundTrips(), 50));
        html.element("td", Words.number(downtime.outages()));
        html.element("td", DurationFormat.exact(downtime.shortest()));
        html.endLine();
    }

    /** What the page leaves out, and how to read it. */
    private void notes() {
        html.start("footer");
        if (targets.size() > MAX_SECTIONS) {
            note("Only the " + Words.number(MAX_SECTIONS) + " most urgent targets are described one by one: first those"
                    + " that are down, then those that are unknown, then those that had an outage.");
        }
        if (targets.size() > MAX_OVERVIEW) {
            note(Words.number(targets.size() - MAX_OVERVIEW) + " more targets are not listed.");
        }
        if (!recorder.isRecording()) {
            note("With more than " + Words.number(RoundTripRecorder.MAX_TARGETS)
                    + " targets, round trips over time are not drawn.");
        }
        long dropped = snapshot.stats().droppedResults();
        if (dropped > 0) {
            note("Up to " + Words.counted(dropped, "result", "results")
                    + " came too fast and are missing from the drawings of round trips. The numbers include them.");
        }
        note("A check finds a target up when the target answers. An outage begins between the start of the last"
                + " successful check and the answer of the first failed one, and ends between the start of the last"
                + " failed check and the answer of the first successful one. Its shortest length leaves out what was"
                + " not observed. Loss is the share of failed checks among those that count. Percentiles and maximums"
                + " of round trips are accurate to a sixteenth.");
        html.endLine();
    }

    private void note(String text) {
        html.element("p", text);
    }
}
