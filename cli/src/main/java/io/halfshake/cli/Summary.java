package io.halfshake.cli;

import io.halfshake.EngineReport;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** What a run found, in a few lines for people. */
final class Summary {
    private final StringBuilder text = new StringBuilder(400);

    private Summary() {}

    static String of(
            Tally tally,
            RoundTrips roundTrips,
            long badLines,
            long nanos,
            boolean whole,
            EngineReport engine,
            long unkeptHalfOpen) {
        Summary summary = new Summary();
        summary.counts(tally, nanos, whole);
        if (badLines > 0) {
            summary.line("skipped", "%s", skipped(badLines));
        }
        if (!roundTrips.isEmpty()) {
            summary.roundTrips(roundTrips);
        }
        summary.engine(engine, unkeptHalfOpen);
        return summary.text.toString();
    }

    static String skipped(long badLines) {
        return String.format(
                Locale.ROOT, "%,d %s no target", badLines, badLines == 1 ? "line that is" : "lines that are");
    }

    private void counts(Tally tally, long nanos, boolean whole) {
        line(
                "checks",
                "%,d in %.3f s, %s%s",
                tally.checks(),
                nanos / 1e9,
                Rate.text(tally.checks(), nanos),
                whole ? "" : ", interrupted");
        line("up", "%,d", tally.ups());
        line("down", "%,d%s", tally.downs(), reasons(tally.downReasons()));
        line("unknown", "%,d%s", tally.unknowns(), reasons(tally.unknownReasons()));
    }

    private static String reasons(Map<? extends Enum<?>, Long> counts) {
        StringJoiner reasons = new StringJoiner(", ", " (", ")").setEmptyValue("");
        counts.forEach(
                (reason, count) -> reasons.add(String.format(Locale.ROOT, "%,d %s", count, Texts.words(reason))));
        return reasons.toString();
    }

    private void roundTrips(RoundTrips roundTrips) {
        line(
                "round trip",
                "min %s, p50 %s, p90 %s, p99 %s, max %s",
                Texts.millis(roundTrips.min()),
                Texts.millis(roundTrips.percentile(50)),
                Texts.millis(roundTrips.percentile(90)),
                Texts.millis(roundTrips.percentile(99)),
                Texts.millis(roundTrips.max()));
    }

    private void engine(EngineReport report, long unkeptHalfOpen) {
        line("engine", "%s, %s handshake", report.engine(), Texts.words(report.handshake()));
        if (unkeptHalfOpen > 0) {
            line("full", "%,d handshakes were or may have been completed: this process stood still", unkeptHalfOpen);
        }
        for (EngineReport.PassedOver passedOver : report.passedOver()) {
            line("not used", "%s: %s", passedOver.engine(), Texts.visible(passedOver.cause()));
        }
    }

    private void line(String name, String format, Object... values) {
        text.append(String.format(Locale.ROOT, "%-10s  ", name))
                .append(String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
