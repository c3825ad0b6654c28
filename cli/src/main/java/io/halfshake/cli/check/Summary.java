package io.halfshake.cli.check;

import io.halfshake.EngineReport;
import io.halfshake.cli.result.ReasonCounts;
import io.halfshake.cli.targets.LineErrors;
import io.halfshake.cli.terminal.Rate;
import io.halfshake.cli.terminal.Texts;
import java.util.Locale;

/** The summary of a run, in a few lines of text. */
final class Summary {
    private final StringBuilder text = new StringBuilder(400);

    private Summary() {}

    static String of(
            ResultCounts counts,
            RoundTrips roundTrips,
            long badLines,
            long nanos,
            boolean complete,
            EngineReport engine,
            long completedHandshakes) {
        Summary summary = new Summary();
        summary.counts(counts, nanos, complete);
        if (badLines > 0) {
            summary.line("skipped", "%s", LineErrors.skipped(badLines));
        }
        if (!roundTrips.isEmpty()) {
            summary.roundTrips(roundTrips);
        }
        summary.engine(engine, completedHandshakes);
        return summary.text.toString();
    }

    private void counts(ResultCounts counts, long nanos, boolean complete) {
        line(
                "checks",
                "%,d in %.3f s, %s%s",
                counts.checks(),
                nanos / 1e9,
                Rate.text(counts.checks(), nanos),
                complete ? "" : ", interrupted");
        line("up", "%,d", counts.ups());
        line("down", "%,d%s", counts.downs(), ReasonCounts.text(counts.downReasons()));
        line("unknown", "%,d%s", counts.unknowns(), ReasonCounts.text(counts.unknownReasons()));
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

    private void engine(EngineReport report, long completedHandshakes) {
        line("engine", "%s, %s handshake", report.name(), Texts.words(report.handshake()));
        if (completedHandshakes > 0) {
            line("completed", "%,d handshakes, or possibly completed: this process was paused", completedHandshakes);
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
