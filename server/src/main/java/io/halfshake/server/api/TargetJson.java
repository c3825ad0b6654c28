package io.halfshake.server.api;

import static io.halfshake.server.api.JsonText.instant;
import static io.halfshake.server.api.JsonText.micros;
import static io.halfshake.server.api.JsonText.name;

import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.CheckResult;
import io.halfshake.cluster.ClusterTarget;
import io.halfshake.monitor.CheckCounts;
import io.halfshake.monitor.OutageHistory;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.RoundTripPercentiles;
import io.halfshake.monitor.TargetStatus;
import io.halfshake.server.maintenance.OpenWindow;
import io.halfshake.server.maintenance.OpenWindows;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A target as a list of many shows it. */
public final class TargetJson {
    private TargetJson() {}

    /**
     * Writes the fields of one target.
     *
     * @param json in an object
     * @param target what it is called
     * @param known its state, and what else is known of it
     * @param maintenance the windows that are open, for this target or others
     * @throws IOException if writing fails
     */
    public static void write(JsonGenerator json, ListedTarget target, TargetStates.Known known, OpenWindows maintenance)
            throws IOException {
        json.writeStringField("target", target.target());
        json.writeStringField("name", target.name());
        JsonText.optional(json, "group", target.group());
        json.writeObjectFieldStart("labels");
        for (Map.Entry<String, String> label : target.labels().entrySet()) {
            json.writeStringField(label.getKey(), label.getValue());
        }
        json.writeEndObject();
        ClusterTarget committed = known.committed();
        TargetStatus checked = known.checked();
        json.writeStringField("state", name(known.state()));
        if (committed != null) {
            JsonText.optional(json, "owner", committed.owner());
        }
        List<OpenWindow> windows = maintenance.of(target.facts());
        if (checked == null) {
            committed(json, Objects.requireNonNull(committed), windows);
        } else {
            checked(json, checked, windows);
        }
    }

    /** What all members know of it. */
    private static void committed(JsonGenerator json, ClusterTarget committed, List<OpenWindow> windows)
            throws IOException {
        json.writeBooleanField("committed", true);
        instant(json, "since", committed.since());
        maintenance(json, windows);
        instant(json, "asOf", committed.asOf());
    }

    private static void checked(JsonGenerator json, TargetStatus status, List<OpenWindow> windows) throws IOException {
        OutageHistory history = status.outageHistory();
        instant(json, "since", status.since());
        json.writeBooleanField("inDoubt", status.inDoubt());
        maintenance(json, windows);
        instant(json, "observedFrom", history.observedFrom());
        instant(json, "asOf", history.asOf());
        CheckResult last = status.last();
        if (last != null) {
            instant(json, "lastAt", status.lastAt());
            json.writeBooleanField("lastHeld", status.lastHeld());
            json.writeStringField("lastText", last.describe());
        }
        counts(json, status.counts());
        roundTrips(json, status.roundTrips());
        DowntimeTotal downtime = history.downtime();
        json.writeNumberField("outageCount", downtime.outages());
        micros(json, "downtimeAtLeastMicros", downtime.shortest());
        micros(json, "downtimeAtMostMicros", downtime.longest());
        micros(json, "unobservedMicros", history.unobservedTotal());
    }

    private static void maintenance(JsonGenerator json, List<OpenWindow> windows) throws IOException {
        if (windows.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("maintenance");
        for (OpenWindow each : windows) {
            json.writeStartObject();
            json.writeStringField("name", each.window().name());
            instant(json, "until", each.until());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void counts(JsonGenerator json, CheckCounts counts) throws IOException {
        json.writeObjectFieldStart("checks");
        json.writeNumberField("up", counts.up());
        json.writeNumberField("down", counts.downs());
        json.writeNumberField("unknown", counts.unknowns());
        json.writeNumberField("held", counts.held());
        json.writeEndObject();
        if (!Double.isNaN(counts.loss())) {
            json.writeNumberField("loss", counts.loss());
        }
    }

    private static void roundTrips(JsonGenerator json, RoundTripPercentiles roundTrips) throws IOException {
        if (roundTrips.weight() == 0) {
            return;
        }
        json.writeObjectFieldStart("roundTripMicros");
        for (int percent : new int[] {50, 90, 99, 100}) {
            Duration at = roundTrips.at(percent);
            if (at != null) {
                micros(json, percent == 100 ? "max" : "p" + percent, at);
            }
        }
        json.writeEndObject();
    }
}
