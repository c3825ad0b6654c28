package io.halfshake.cli.watch;

import io.halfshake.CheckResult;
import io.halfshake.EngineReport;
import io.halfshake.cli.result.ReasonCounts;
import io.halfshake.cli.targets.LineErrors;
import io.halfshake.cli.terminal.DurationFormat;
import io.halfshake.cli.terminal.Symbols;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.monitor.CheckCounts;
import io.halfshake.monitor.MonitorSnapshot;
import io.halfshake.monitor.Outage;
import io.halfshake.monitor.OutageHistory;
import io.halfshake.monitor.OutageHistory.UptimeRange;
import io.halfshake.monitor.RoundTripPercentiles;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.monitor.TimeBounds;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The report at the end as text: a paragraph for each target, and a summary. */
final class WatchReport {
    /** With more targets, those without outages are left out. */
    private static final int MAX_COMPLETE = 20;

    /** The rounding error of a double, in thousandths of a percent. */
    private static final double ROUNDING = 1e-7;

    private static final Duration ALWAYS = Duration.ofDays(36_500);
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final StringBuilder text = new StringBuilder();
    private final ZoneId zone;
    private final Symbols symbols;

    private WatchReport(ZoneId zone, Symbols symbols) {
        this.zone = zone;
        this.symbols = symbols;
    }

    static String of(WatchFindings findings, ZoneId zone, Symbols symbols) {
        WatchReport report = new WatchReport(zone, symbols);
        List<TargetStatus> targets = findings.snapshot().targets();
        for (TargetStatus target : targets) {
            if (targets.size() <= MAX_COMPLETE || isNotable(target)) {
                report.target(target);
            }
        }
        report.total(findings);
        return report.text.toString();
    }

    private static boolean isNotable(TargetStatus target) {
        return WatchFindings.hadOutage(target) || target.outageHistory().observedFrom() == null;
    }

    private void target(TargetStatus status) {
        OutageHistory history = status.outageHistory();
        text.append(Texts.visible(status.target()));
        if (history.observedFrom() == null) {
            text.append("  unknown\n");
        } else {
            UptimeRange available = history.availability(ALWAYS);
            text.append(String.format(
                    Locale.ROOT,
                    "  %s; available %s of %s\n",
                    Texts.name(status.state()),
                    range(available),
                    DurationFormat.exact(Duration.between(available.from(), available.to()))));
        }
        checks(status.counts());
        roundTrips(status.roundTrips());
        if (!history.unobservedTotal().isZero()) {
            line("unobserved", DurationFormat.exact(history.unobservedTotal()));
        }
        outages(history);
        CheckResult last = status.last();
        if (last instanceof CheckResult.Unknown) {
            line("last", Texts.visible(last.describe()));
        }
        text.append('\n');
    }

    private static String range(UptimeRange available) {
        String lower = percent(available.lower());
        String upper = percent(available.upper());
        return lower.equals(upper) ? lower : lower + " to " + upper;
    }

    /** Rounded down, so that less than 100 percent never reads as 100. */
    static String percent(double part) {
        return String.format(Locale.ROOT, "%.3f%%", Math.floor(part * 100_000 + ROUNDING) / 1_000);
    }

    private void checks(CheckCounts counts) {
        long all = counts.up() + counts.downs() + counts.unknowns();
        String unobserved = counts.held() == 0 ? "" : String.format(Locale.ROOT, "; %,d unobserved", counts.held());
        String lost =
                Double.isNaN(counts.loss()) ? "" : String.format(Locale.ROOT, "; %.2f%% lost", 100 * counts.loss());
        line(
                "checks",
                String.format(
                        Locale.ROOT,
                        "%,d: %,d up, %,d down%s, %,d unknown%s%s%s",
                        all,
                        counts.up(),
                        counts.downs(),
                        ReasonCounts.text(counts.down()),
                        counts.unknowns(),
                        ReasonCounts.text(counts.unknown()),
                        unobserved,
                        lost));
    }

    private void roundTrips(RoundTripPercentiles roundTrips) {
        Duration median = roundTrips.at(50);
        Duration high = roundTrips.at(99);
        Duration max = roundTrips.at(100);
        if (median != null && high != null && max != null) {
            line(
                    "round trip",
                    "p50 " + Texts.millis(median.toNanos()) + ", p99 " + Texts.millis(high.toNanos()) + ", max "
                            + Texts.millis(max.toNanos()));
        }
    }

    private void outages(OutageHistory history) {
        List<Outage> outages = history.outages();
        long older = history.downtime().outages() - outages.size();
        if (older > 0) {
            line("outages", String.format(Locale.ROOT, "%,d older ones are not listed", older));
        }
        for (Outage outage : outages) {
            line("outage", outage(outage));
        }
    }

    private String outage(Outage outage) {
        String began = outage.beganUnseen()
                ? "before " + at(outage.began().latest(), DATE_TIME)
                : midpoint(outage.began(), DATE_TIME);
        String length = OutageLength.of(outage).describe() + ", " + Texts.words(outage.reason());
        if (outage.ongoing()) {
            return "from " + began + ", still down: " + length;
        }
        boolean sameDay = at(outage.began().latest(), DATE_TIME)
                .regionMatches(0, at(outage.ended().latest(), DATE_TIME), 0, 10);
        return "from " + began + " to " + midpoint(outage.ended(), sameDay ? TIME : DATE_TIME) + ": " + length;
    }

    private String midpoint(TimeBounds bounds, DateTimeFormatter format) {
        Duration halfWidth = bounds.width().dividedBy(2);
        return at(bounds.earliest().plus(halfWidth), format) + " (" + symbols.plusMinus()
                + DurationFormat.exact(halfWidth) + ")";
    }

    private String at(Instant instant, DateTimeFormatter format) {
        return format.format(ZonedDateTime.ofInstant(instant, zone));
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
        long blindnesses = snapshot.stats().blindnesses();
        if (blindnesses > 0) {
            heading(
                    "own network",
                    "in doubt " + (blindnesses == 1 ? "once" : blindnesses + " times") + ", "
                            + DurationFormat.exact(snapshot.stats().blind()) + " in all");
        }
        if (findings.badLines() > 0) {
            heading("skipped", LineErrors.skipped(findings.badLines()));
        }
        EngineReport engine = findings.engine();
        heading("engine", engine.name() + ", " + Texts.words(engine.handshake()) + " handshake");
    }

    private void line(String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-10s  %s\n", name, value));
    }

    private void heading(String name, String value) {
        text.append(String.format(Locale.ROOT, "%-12s  %s\n", name, value));
    }
}
