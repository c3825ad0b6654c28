package io.halfshake.cli.watch;

import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.CheckResult;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.monitor.CheckCounts;
import io.halfshake.monitor.Outage;
import io.halfshake.monitor.OutageHistory;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.OutageHistory.TimeSpan;
import io.halfshake.monitor.OutageHistory.UptimeRange;
import io.halfshake.monitor.RoundTripPercentiles;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.monitor.TimeBounds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** The report at the end as JSON, a line for each target. */
final class WatchJsonReport {
    private static final Duration ALWAYS = Duration.ofDays(36_500);

    private final JsonGenerator json;

    private WatchJsonReport(JsonGenerator json) {
        this.json = json;
    }

    static String of(WatchFindings findings) {
        StringBuilder lines = new StringBuilder();
        for (TargetStatus target : findings.snapshot().targets()) {
            lines.append(WatchJson.line("report", json -> new WatchJsonReport(json).write(target)));
        }
        return lines.toString();
    }

    private void write(TargetStatus status) throws IOException {
        OutageHistory history = status.outageHistory();
        json.writeStringField("target", status.target());
        json.writeStringField("state", Texts.name(status.state()));
        json.writeStringField("since", status.since().toString());
        Instant observedFrom = history.observedFrom();
        if (observedFrom != null) {
            json.writeStringField("observedFrom", observedFrom.toString());
        }
        json.writeStringField("asOf", history.asOf().toString());
        CheckResult last = status.last();
        if (last != null) {
            json.writeStringField("lastText", last.describe());
        }
        checks(status.counts());
        roundTrips(status.roundTrips());
        if (observedFrom != null) {
            availability(history.availability(ALWAYS));
        }
        downtime(history);
        unobserved(history);
    }

    private void checks(CheckCounts counts) throws IOException {
        json.writeObjectFieldStart("checks");
        json.writeNumberField("up", counts.up());
        json.writeNumberField("down", counts.downs());
        json.writeNumberField("unknown", counts.unknowns());
        json.writeNumberField("held", counts.held());
        json.writeEndObject();
        json.writeObjectFieldStart("reasons");
        reasons(counts.down());
        reasons(counts.unknown());
        json.writeEndObject();
        if (!Double.isNaN(counts.loss())) {
            json.writeNumberField("loss", counts.loss());
        }
    }

    private void reasons(Map<? extends Enum<?>, Long> counts) throws IOException {
        for (Map.Entry<? extends Enum<?>, Long> reason : counts.entrySet()) {
            json.writeNumberField(Texts.name(reason.getKey()), reason.getValue());
        }
    }

    private void roundTrips(RoundTripPercentiles roundTrips) throws IOException {
        if (roundTrips.weight() == 0) {
            return;
        }
        json.writeObjectFieldStart("roundTripMicros");
        for (int percent : new int[] {50, 90, 99, 100}) {
            Duration at = roundTrips.at(percent);
            if (at != null) {
                WatchJson.micros(json, percent == 100 ? "max" : "p" + percent, at);
            }
        }
        json.writeEndObject();
    }

    private void availability(UptimeRange availability) throws IOException {
        if (Double.isNaN(availability.lower())) {
            return;
        }
        json.writeObjectFieldStart("availability");
        json.writeStringField("from", availability.from().toString());
        json.writeStringField("to", availability.to().toString());
        json.writeNumberField("lower", availability.lower());
        json.writeNumberField("upper", availability.upper());
        json.writeEndObject();
    }

    private void downtime(OutageHistory history) throws IOException {
        DowntimeTotal total = history.downtime();
        json.writeNumberField("outageCount", total.outages());
        WatchJson.micros(json, "downtimeAtLeastMicros", total.shortest());
        WatchJson.micros(json, "downtimeAtMostMicros", total.longest());
        json.writeArrayFieldStart("outages");
        for (Outage outage : history.outages()) {
            json.writeStartObject();
            bounds(json, "began", outage.began());
            if (!outage.ongoing()) {
                bounds(json, "ended", outage.ended());
            }
            json.writeBooleanField("ongoing", outage.ongoing());
            json.writeBooleanField("beganUnseen", outage.beganUnseen());
            json.writeStringField("reason", Texts.name(outage.reason()));
            WatchJson.micros(json, "shortestMicros", outage.shortest());
            if (!OutageLength.of(outage).open()) {
                WatchJson.micros(json, "longestMicros", outage.longest());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void unobserved(OutageHistory history) throws IOException {
        WatchJson.micros(json, "unobservedMicros", history.unobservedTotal());
        json.writeArrayFieldStart("unobserved");
        for (TimeSpan span : history.unobserved()) {
            json.writeStartObject();
            json.writeStringField("from", span.from().toString());
            json.writeStringField("to", span.to().toString());
            WatchJson.micros(json, "micros", span.length());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    static void bounds(JsonGenerator json, String name, TimeBounds bounds) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("earliest", bounds.earliest().toString());
        json.writeStringField("latest", bounds.latest().toString());
        json.writeEndObject();
    }
}
