package io.halfshake.server.alerts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.monitor.TimeBounds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A message as JSON, for webhooks and programs. The names and values are a public interface: they may be added to, not
 * changed.
 */
final class AlertJson {
    static final int VERSION = 1;

    private static final JsonFactory FACTORY = new JsonFactory();

    private AlertJson() {}

    /** Writes a value. */
    interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /** In UTF-8. */
    static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("to memory", e);
        }
        return bytes.toByteArray();
    }

    static byte[] message(Message message, Instant now) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeStringField("event", message.event());
            json.writeStringField("sentAt", time(now));
            json.writeNumberField("firing", message.firing().size());
            json.writeNumberField("resolved", message.over().size());
            json.writeArrayFieldStart("alerts");
            for (Alert alert : message.alerts()) {
                write(alert, json);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(Alert alert, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("status", alert.shownStatus());
        json.writeStringField("key", alert.key());
        json.writeStringField("kind", alert.kind());
        Alert.Subject subject = alert.subject();
        if (subject != null) {
            json.writeStringField("target", subject.target());
            json.writeStringField("name", subject.about().name());
            if (subject.about().group() != null) {
                json.writeStringField("group", subject.about().group());
            }
            labels(subject.about().labels(), json);
        }
        json.writeStringField("reason", alert.reason());
        json.writeStringField("summary", alert.summary());
        bounds("began", alert.began(), json);
        json.writeBooleanField("beganUnseen", alert.beganUnseen());
        bounds("ended", alert.ended(), json);
        if (alert.status() == Alert.Status.REMOVED) {
            json.writeBooleanField("removed", true);
        }
        json.writeEndObject();
    }

    static void labels(Map<String, String> labels, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("labels");
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            json.writeStringField(label.getKey(), label.getValue());
        }
        json.writeEndObject();
    }

    private static void bounds(String name, @Nullable TimeBounds bounds, JsonGenerator json) throws IOException {
        if (bounds != null) {
            json.writeObjectFieldStart(name);
            json.writeStringField("earliest", time(bounds.earliest()));
            json.writeStringField("latest", time(bounds.latest()));
            json.writeEndObject();
        }
    }

    /** RFC 3339, in milliseconds. */
    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
