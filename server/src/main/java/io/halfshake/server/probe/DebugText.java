package io.halfshake.server.probe;

import io.halfshake.CheckResult;
import io.halfshake.Evidence;
import io.halfshake.Target;
import io.halfshake.server.metrics.Exposition;
import io.halfshake.server.web.RequestException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A probe's report for a person. Its wording may change between releases. */
final class DebugText {
    private DebugText() {}

    static String of(ProbeReport report) {
        CheckResult result = report.result();
        Evidence evidence = result.evidence();
        StringBuilder text = new StringBuilder();
        line(text, "target", RequestException.shown(report.request().target().toString()));
        line(text, "module", report.request().module());
        line(text, "timeout", millis(report.request().timeout()));
        line(text, "address", result.address() == null ? "none" : Target.of(result.address()));
        line(text, "result", result.state());
        if (result instanceof CheckResult.Down down) {
            line(text, "reason", down.reason());
        } else if (result instanceof CheckResult.Unknown unknown) {
            line(text, "reason", unknown.reason());
            line(
                    text,
                    "cause",
                    unknown.cause() == null
                            ? "none"
                            : RequestException.shown(unknown.cause().toString()));
        }
        line(text, "network in doubt", report.blind() ? "yes, too few witnesses respond" : "no");
        line(text, "conclusive", report.isConclusive() ? "yes" : "no");
        line(text, "round trip", millis(result.roundTrip()));
        line(text, "name resolution", millis(Duration.ofNanos(report.lookupNanos())));
        line(text, "queued", millis(result.timing().queued()));
        line(text, "elapsed", millis(Duration.ofNanos(report.elapsedNanos())));
        line(text, "engine", evidence.engine());
        line(text, "handshake", evidence.handshake());
        line(text, "signal", evidence.signal());
        line(text, "ICMP", evidence.icmp());
        line(text, "system call", evidence.systemCall());
        line(text, "errno", evidence.errno());
        line(text, "SYNs", evidence.syns());
        return text.append("\nMetrics:\n\n")
                .append(Exposition.text(ProbeMetrics.of(report)))
                .toString();
    }

    private static void line(StringBuilder text, String name, @Nullable Object value) {
        text.append(name).append(": ").append(value == null ? "none" : value).append('\n');
    }

    private static String millis(@Nullable Duration duration) {
        return duration == null ? "none" : duration.toNanos() / 1e6 + " ms";
    }
}
