package io.halfshake.server.api;

import static io.halfshake.server.api.JsonText.bounds;
import static io.halfshake.server.api.JsonText.instant;
import static io.halfshake.server.api.JsonText.micros;
import static io.halfshake.server.api.JsonText.name;

import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.CheckResult;
import io.halfshake.monitor.Outage;
import io.halfshake.monitor.OutageHistory;
import io.halfshake.monitor.OutageHistory.TimeSpan;
import io.halfshake.monitor.OutageHistory.UptimeRange;
import io.halfshake.monitor.TargetStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** What a target has on a page of its own, beside what {@link TargetJson} writes. */
final class DetailsJson {
    private static final Duration ALWAYS = Duration.ofDays(36_500);

    private DetailsJson() {}

    static void write(JsonGenerator json, TargetStatus status) throws IOException {
        OutageHistory history = status.outageHistory();
        CheckResult last = status.last();
        if (last != null) {
            json.writeObjectFieldStart("result");
            ResultJson.write(json, last);
            json.writeEndObject();
        }
        json.writeObjectFieldStart("reasons");
        reasons(json, status.counts().down());
        reasons(json, status.counts().unknown());
        json.writeEndObject();
        availability(json, history.availability(ALWAYS));
        json.writeArrayFieldStart("outages");
        for (Outage outage : history.outages()) {
            outage(json, outage);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("unobserved");
        for (TimeSpan span : history.unobserved()) {
            json.writeStartObject();
            instant(json, "from", span.from());
            instant(json, "to", span.to());
            micros(json, "micros", span.length());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void reasons(JsonGenerator json, Map<? extends Enum<?>, Long> counts) throws IOException {
        for (Map.Entry<? extends Enum<?>, Long> reason : counts.entrySet()) {
            json.writeNumberField(name(reason.getKey()), reason.getValue());
        }
    }

    private static void availability(JsonGenerator json, UptimeRange availability) throws IOException {
        if (Double.isNaN(availability.lower())) {
            return;
        }
        json.writeObjectFieldStart("availability");
        instant(json, "from", availability.from());
        instant(json, "to", availability.to());
        json.writeNumberField("lower", availability.lower());
        json.writeNumberField("upper", availability.upper());
        json.writeEndObject();
    }

    /** Without an upper bound of its length while it goes on, and where its begin was not seen. */
    private static void outage(JsonGenerator json, Outage outage) throws IOException {
        json.writeStartObject();
        bounds(json, "began", outage.began());
        if (!outage.ongoing()) {
            bounds(json, "ended", outage.ended());
        }
        json.writeBooleanField("ongoing", outage.ongoing());
        json.writeBooleanField("beganUnseen", outage.beganUnseen());
        json.writeStringField("reason", name(outage.reason()));
        micros(json, "unobservedMicros", outage.unobserved());
        micros(json, "shortestMicros", outage.shortest());
        if (!outage.ongoing() && !outage.beganUnseen()) {
            micros(json, "longestMicros", outage.longest());
        }
        json.writeEndObject();
    }
}
