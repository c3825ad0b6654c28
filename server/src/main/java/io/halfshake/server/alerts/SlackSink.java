package io.halfshake.server.alerts;

import com.fasterxml.jackson.core.JsonGenerator;
import io.halfshake.monitor.TimeBounds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Posts a text for people, as Slack's incoming webhooks take it, and Mattermost and Rocket.Chat too. */
final class SlackSink implements Sink {
    /** More are counted: they would not be read, and the text of an attachment has a limit. */
    private static final int MAX_LINES = 20;

    private static final int MAX_LINE = 300;

    private final HttpSender sender;

    SlackSink(Destination.Slack slack, Duration timeout) {
        this.sender = new HttpSender(slack.url(), Map.of(), timeout);
    }

    @Override
    public void send(Message message, Instant now) throws SinkException, InterruptedException {
        sender.post(json(message));
    }

    static byte[] json(Message message) {
        List<Alert> firing = message.firing();
        List<Alert> over = message.over();
        return AlertJson.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("text", "Halfshake: " + message.title());
            json.writeArrayFieldStart("attachments");
            attachment("danger", firing, json);
            attachment("good", over, json);
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void attachment(String color, List<Alert> alerts, JsonGenerator json) throws IOException {
        if (alerts.isEmpty()) {
            return;
        }
        String text = alerts.stream().limit(MAX_LINES).map(SlackSink::line).collect(Collectors.joining("\n"));
        int more = alerts.size() - MAX_LINES;
        json.writeStartObject();
        json.writeStringField("color", color);
        json.writeStringField("fallback", Alert.count(alerts.size()));
        json.writeStringField("text", more > 0 ? text + "\nand " + more + " more" : text);
        json.writeEndObject();
    }

    private static String line(Alert alert) {
        return cut(alert.title()) + ": " + cut(state(alert));
    }

    private static String state(Alert alert) {
        return switch (alert.status()) {
            case FIRING -> alert.summary() + since(alert);
            case RESOLVED -> alert.summary() + "; lasted " + lasted(alert);
            case REMOVED -> "no longer watched, was down" + since(alert);
        };
    }

    private static String since(Alert alert) {
        return (alert.beganUnseen() ? ", at least since " : ", since ")
                + AlertJson.time(alert.began().latest());
    }

    /** There is no upper bound where the beginning was not seen. */
    private static String lasted(Alert alert) {
        TimeBounds began = alert.began();
        TimeBounds ended = alert.ended() == null ? began : alert.ended();
        Duration lasted = alert.beganUnseen()
                ? Duration.between(began.latest(), ended.earliest())
                : Duration.between(began.earliest(), ended.latest());
        return (alert.beganUnseen() ? "at least " : "at most ") + Math.max(0, lasted.toSeconds()) + " s";
    }

    /** As Slack wants it; a name cannot be a link or call people then. */
    private static String cut(String text) {
        String shown = text.length() > MAX_LINE ? Texts.cut(text, MAX_LINE) + "…" : text;
        return shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
