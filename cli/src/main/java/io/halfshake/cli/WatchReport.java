package io.halfshake.cli;

import io.halfshake.CheckResult;
import io.halfshake.EngineReport;
import io.halfshake.monitor.Availability;
import io.halfshake.monitor.Bounds;
import io.halfshake.monitor.Counts;
import io.halfshake.monitor.Ledger;
import io.halfshake.monitor.MonitorSnapshot;
import io.halfshake.monitor.Outage;
import io.halfshake.monitor.Percentiles;
import io.halfshake.monitor.TargetStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The report at the end, for people: a paragraph for each target, and one for all of them together. */
final class WatchReport {
    /** Of more, those of which there is nothing to tell are left out. */
    private static final int FEW = 20;

    /** What a double may be off by, in thousandths of a percent. */
    private static final double ROUNDING = 1e-7;

    private static final Duration ALWAYS = Duration.ofDays(36_500);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final StringBuilder text = new StringBuilder();
    private final ZoneId zone;
    private final Glyphs glyphs;

    private WatchReport(ZoneId zone, Glyphs glyphs) {
        this.zone = zone;
        this.glyphs = glyphs;
    }

    static String of(WatchFindings findings, ZoneId zone, Glyphs glyphs) {
        WatchReport report = new WatchReport(zone, glyphs);
        List<TargetStatus> targets = findings.snapshot().targets();
        for (TargetStatus target : targets) {
            if (targets.size() <= FEW || isWorthTelling(target)) {
                report.target(target);
            }
        }
        report.total(findings);
        return report.text.toString();
    }

    private static boolean isWorthTelling(TargetStatus target) {
        return WatchFindings.hadOutage(target) || target.ledger().observedFrom() == null;
    }

    private void target(TargetStatus status) {
        Ledger ledger = status.ledger();
        text.append(Texts.visible(status.target()));
        if (ledger.observedFrom() == null) {
            text.append("  unknown\n");
        } else {
            Availability available = ledger.availability(ALWAYS);
            text.append(String.format(
                    Locale.ROOT,
                    "  %s; available %s of %s\n",
                    Texts.name(status.state()),
                    range(available),
                    Lengths.exact(Duration.between(available.from(), available.to()))));
        }
        checks(status.counts());
        roundTrips(status.roundTrips());
        if (!ledger.unobservedTotal().isZero()) {
            line("unobserved", Lengths.exact(ledger.unobservedTotal()));
        }
        outages(ledger);
        CheckResult last = status.last();
        if (last instanceof CheckResult.Unknown) {
            line("last", Texts.visible(last.describe()));
        }
        text.append('\n');
    }

    private static String range(Availability available) {
        String lower = percent(available.lower());
        String upper = percent(available.upper());
        return lower.equals(upper) ? lower : lower + " to " + upper;
    }

    /** Rounded down: what was not all of the time must not look so. */
    static String percent(double part) {
        return String.format(Locale.ROOT, "%.3f%%", Math.floor(part * 100_000 + ROUNDING) / 1_000);
    }

    private void checks(Counts counts) {
        long all = counts.up() + counts.downs() + counts.unknowns();
        String lost = counts.up() + counts.downs() == 0
                ? ""
                : String.format(Locale.ROOT, "; %.2f%% lost", 100 * counts.loss());
        line(
                "checks",
                String.format(
                        Locale.ROOT,
                        "%,d: %,d up, %,d down%s, %,d unknown%s%s",
                        all,
                        counts.up(),
                        counts.downs(),
                        reasons(counts.down()),
                        counts.unknowns(),
                        reasons(counts.unknown()),
                        lost));
    }

    private static String reasons(Map<? extends Enum<?>, Long> counts) {
        StringJoiner reasons = new StringJoiner(", ", " (", ")").setEmptyValue("");
        counts.forEach(
                (reason, count) -> reasons.add(String.format(Locale.ROOT, "%,d %s", count, Texts.words(reason))));
        return reasons.toString();
    }

    private void roundTrips(Percentiles roundTrips) {
        Duration median = roundTrips.at(50);
        Duration high = roundTrips.at(99);
        Duration most = roundTrips.at(100);
        if (median != null && high != null && most != null) {
            line(
                    "round trip",
                    "p50 " + Texts.millis(median.toNanos()) + ", p99 " + Texts.millis(high.toNanos()) + ", max "
                            + Texts.millis(most.toNanos()));
        }
    }

    private void outages(Ledger ledger) {
        List<Outage> outages = ledger.outages();
        long older = ledger.downtime().outages() - outages.size();
        if (older > 0) {
            line("outages", String.format(Locale.ROOT, "%,d older ones are not listed", older));
        }
        for (Outage outage : outages) {
            line("outage", outage(outage));
        }
    }

    private String outage(Outage outage) {
        String began =
                outage.beganUnseen() ? "before " + at(outage.began().latest(), MOMENT) : middle(outage.began(), MOMENT);
        String length = OutageLength.of(outage).words() + ", " + Texts.words(outage.reason());
        if (outage.ongoing()) {
            return "from " + began + ", still down: " + length;
        }
        boolean sameDay = at(outage.began().latest(), MOMENT)
                .regionMatches(0, at(outage.ended().latest(), MOMENT), 0, 10);
        return "from " + began + " to " + middle(outage.ended(), sameDay ? TIME : MOMENT) + ": " + length;
    }

    private String middle(Bounds bounds, DateTimeFormatter format) {
        Duration half = bounds.width().dividedBy(2);
        return at(bounds.earliest().plus(half), format) + " (" + glyphs.plusMinus() + Lengths.exact(half) + ")";
    }

    private String at(Instant moment, DateTimeFormatter format) {
        return format.format(ZonedDateTime.ofInstant(moment, zone));
    }

    private void total(WatchFindings findings) {
        MonitorSnapshot snapshot = findings.snapshot();
        if (snapshot.targets().size() > 1) {
            long withOutage =
                    snapshot.targets().stream().filter(WatchFindings::hadOutage).count();
            heading(
                    "targets",
                    String.format(
                            Locale.ROOT,
                            "%,d: %,d up, %,d down, %,d unknown; %,d had an outage",
                            snapshot.targets().size(),
                            snapshot.stats().up(),
                            snapshot.stats().down(),
                            snapshot.stats().unknown(),
                            withOutage));
        }
        if (findings.badLines() > 0) {
            heading("skipped", Summary.skipped(findings.badLines()));
        }
        if (snapshot.stats().droppedTransitions() > 0) {
            heading(
                    "not shown",
                    String.format(
                            Locale.ROOT,
                            "%,d transitions, which came faster than they could be written",
                            snapshot.stats().droppedTransitions()));
        }
        EngineReport engine = findings.engine();
        heading("engine", engine.engine() + ", " + Texts.words(engine.handshake()) + " handshake");
    }

    private void line(String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-10s  %s\n", name, value));
    }

    private void heading(String name, String value) {
        text.append(String.format(Locale.ROOT, "%-12s  %s\n", name, value));
    }
}
