package io.halfshake.server.api;

import static io.halfshake.server.api.JsonText.bounds;
import static io.halfshake.server.api.JsonText.instant;
import static io.halfshake.server.api.JsonText.micros;
import static io.halfshake.server.api.JsonText.name;

import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.monitor.OutageHistory.TimeSpan;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.server.store.MinuteSummary;
import io.halfshake.server.store.StoreHealth;
import io.halfshake.server.store.StoredGap;
import io.halfshake.server.store.StoredOutage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/** What is stored, as JSON. */
final class HistoryJson {
    private static final long SECONDS_PER_MINUTE = 60;

    private HistoryJson() {}

    static void health(JsonGenerator json, StoreHealth health) throws IOException {
        json.writeObjectFieldStart("store");
        json.writeStringField("state", name(health.state()));
        instant(json, "since", health.since());
        instant(json, "lastWritten", health.lastWritten());
        json.writeNumberField("waiting", health.waiting());
        json.writeNumberField("lostEvents", health.lostEvents());
        json.writeNumberField("lostMinutes", health.lostMinutes());
        json.writeEndObject();
    }

    /** Lengths as {@link io.halfshake.monitor.Outage} has them, where they are known. */
    static void outage(JsonGenerator json, StoredOutage outage) throws IOException {
        json.writeStartObject();
        bounds(json, "began", outage.began());
        TimeBounds ended = outage.ended();
        if (ended != null) {
            bounds(json, "ended", ended);
        }
        json.writeStringField("ending", name(outage.ending()));
        json.writeBooleanField("beganUnseen", outage.beganUnseen());
        json.writeStringField("reason", outage.reason());
        Duration unobserved = outage.unobserved();
        if (unobserved != null) {
            micros(json, "unobservedMicros", unobserved);
        }
        // Where the clock was set back meanwhile, the end may come before the begin: then no length is known.
        if (ended != null && !ended.latest().isBefore(outage.began().earliest())) {
            lengths(json, outage, ended);
        }
        json.writeEndObject();
    }

    private static void lengths(JsonGenerator json, StoredOutage outage, TimeBounds ended) throws IOException {
        Duration unobserved = outage.unobserved();
        if (unobserved != null) {
            Duration sure =
                    Duration.between(outage.began().latest(), ended.earliest()).minus(unobserved);
            micros(json, "shortestMicros", sure.isNegative() ? Duration.ZERO : sure);
        }
        if (!outage.beganUnseen()) {
            micros(json, "longestMicros", Duration.between(outage.began().earliest(), ended.latest()));
        }
    }

    static void span(JsonGenerator json, TimeSpan span) throws IOException {
        json.writeStartObject();
        instant(json, "from", span.from());
        instant(json, "to", span.to());
        micros(json, "micros", span.length());
        json.writeEndObject();
    }

    static void gap(JsonGenerator json, StoredGap gap) throws IOException {
        json.writeStartObject();
        instant(json, "from", gap.from());
        instant(json, "to", gap.to());
        json.writeNumberField("lostEvents", gap.lostEvents());
        json.writeNumberField("lostMinutes", gap.lostMinutes());
        json.writeEndObject();
    }

    static void minute(JsonGenerator json, MinuteSummary minute) throws IOException {
        json.writeStartObject();
        instant(json, "at", Instant.ofEpochSecond(minute.minute() * SECONDS_PER_MINUTE));
        json.writeNumberField("up", minute.ups());
        json.writeNumberField("down", minute.downs());
        json.writeNumberField("unknown", minute.unknowns());
        json.writeNumberField("held", minute.held());
        MinuteSummary.RoundTrips trips = minute.roundTrips();
        if (trips != null) {
            json.writeObjectFieldStart("roundTripMicros");
            json.writeNumberField("min", trips.min());
            json.writeNumberField("p50", trips.median());
            json.writeNumberField("p99", trips.p99());
            json.writeNumberField("max", trips.max());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
