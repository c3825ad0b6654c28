package io.halfshake.server.alerts;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Posts events to PagerDuty, or a service with the same API. An event has one alert. */
final class PagerDutySink implements Sink {
    /** What PagerDuty accepts. */
    private static final int MAX_SUMMARY = 1_024;

    private final HttpSender sender;
    private final Secret routingKey;
    private final String severity;

    PagerDutySink(Destination.PagerDuty pagerDuty, Duration timeout) {
        this.sender = new HttpSender(pagerDuty.url(), Map.of(), timeout);
        this.routingKey = pagerDuty.routingKey();
        this.severity = pagerDuty.severity();
    }

    @Override
    public int maxAlerts() {
        return 1;
    }

    @Override
    public void send(Message message, Instant now) throws SinkException, InterruptedException {
        for (Alert alert : message.alerts()) {
            sender.post(json(alert));
        }
    }

    private byte[] json(Alert alert) {
        return AlertJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("routing_key", routingKey.value());
            json.writeStringField("event_action", alert.isFiring() ? "trigger" : "resolve");
            json.writeStringField("dedup_key", alert.key());
            if (alert.isFiring()) {
                payload(alert, json);
            }
            json.writeEndObject();
        });
    }

    private void payload(Alert alert, JsonGenerator json) throws IOException {
        String summary = alert.title() + ": " + alert.summary();
        Alert.Subject subject = alert.subject();
        json.writeObjectFieldStart("payload");
        json.writeStringField("summary", Texts.cut(summary, MAX_SUMMARY));
        json.writeStringField("source", subject == null ? "halfshake" : subject.target());
        json.writeStringField("severity", severity);
        json.writeStringField("timestamp", AlertJson.time(alert.began().latest()));
        json.writeStringField(
                "component", subject == null ? "halfshake" : subject.about().name());
        if (subject != null && subject.about().group() != null) {
            json.writeStringField("group", subject.about().group());
        }
        json.writeStringField("class", alert.reason());
        json.writeObjectFieldStart("custom_details");
        json.writeStringField("began_earliest", AlertJson.time(alert.began().earliest()));
        json.writeStringField("began_latest", AlertJson.time(alert.began().latest()));
        if (subject != null) {
            AlertJson.labels(subject.about().labels(), json);
        }
        json.writeEndObject();
        json.writeEndObject();
    }
}
