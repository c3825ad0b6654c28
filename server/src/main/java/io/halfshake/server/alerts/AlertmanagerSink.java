package io.halfshake.server.alerts;

import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.monitor.TimeBounds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Posts alerts to Alertmanager, which takes for resolved what it does not hear of again. So each one that goes on has
 * an end that is some reminders ahead, as Prometheus does it.
 */
final class AlertmanagerSink implements Sink {
    private static final String PATH = "/api/v2/alerts";
    private static final int REMINDERS_AHEAD = 4;

    private final HttpSender sender;
    private final Duration reminder;

    AlertmanagerSink(Destination.Alertmanager alertmanager, Duration reminder, Duration timeout) {
        Secret url = new Secret(alertmanager.url().value() + PATH);
        this.sender = new HttpSender(url, alertmanager.headers(), timeout);
        this.reminder = reminder;
    }

    /** It would tell people that the outage is over. */
    @Override
    public boolean needsReminders() {
        return true;
    }

    /** What goes on has to be sent again before its end, also after a failure. */
    @Override
    public Duration maxPause() {
        return reminder;
    }

    @Override
    public void send(Message message, Instant now) throws SinkException, InterruptedException {
        sender.post(json(message, now));
    }

    byte[] json(Message message, Instant now) {
        return AlertJson.bytes(json -> {
            json.writeStartArray();
            for (Alert alert : message.alerts()) {
                write(alert, now, json);
            }
            json.writeEndArray();
        });
    }

    /** The labels are the same at the beginning and at the end: by them Alertmanager knows the alert. */
    private void write(Alert alert, Instant now, JsonGenerator json) throws IOException {
        Instant start = alert.began().latest();
        json.writeStartObject();
        json.writeObjectFieldStart("labels");
        for (Map.Entry<String, String> label : labels(alert).entrySet()) {
            json.writeStringField(label.getKey(), label.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("annotations");
        json.writeStringField("summary", alert.title() + ": " + alert.summary());
        json.writeStringField("reason", alert.reason());
        json.writeStringField("began_earliest", AlertJson.time(alert.began().earliest()));
        json.writeStringField("began_latest", AlertJson.time(start));
        json.writeEndObject();
        json.writeStringField("startsAt", AlertJson.time(start));
        json.writeStringField("endsAt", AlertJson.time(end(alert, start, now)));
        json.writeEndObject();
    }

    /** Not before the start, which would be refused. */
    private Instant end(Alert alert, Instant start, Instant now) {
        TimeBounds ended = alert.ended();
        Duration ahead = reminder.multipliedBy(REMINDERS_AHEAD);
        Instant end = alert.isFiring() ? now.plus(ahead) : ended == null ? now : ended.latest();
        return end.isBefore(start) ? start : end;
    }

    /** One with an empty value is the same to Alertmanager as none. */
    private static Map<String, String> labels(Alert alert) {
        Map<String, String> labels = new TreeMap<>();
        Alert.Subject subject = alert.subject();
        if (subject == null) {
            labels.put("alertname", "HalfshakeBlind");
            return labels;
        }
        labels.put("alertname", "TargetDown");
        labels.putAll(subject.about().labels());
        labels.put("target", subject.target());
        labels.put("name", subject.about().name());
        String group = subject.about().group();
        labels.put("group", group == null ? "" : group);
        labels.values().removeIf(String::isEmpty);
        return labels;
    }
}
