package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AlertmanagerSinkTest {
    private static AlertmanagerSink sink() {
        return new AlertmanagerSink(
                new Destination.Alertmanager(new Secret("http://127.0.0.1"), Map.of()),
                Duration.ofMinutes(1),
                Duration.ofSeconds(1));
    }

    private static String json(Alert alert) {
        return new String(
                sink().json(new Message(false, List.of(alert)), Samples.START.plusSeconds(600)),
                StandardCharsets.UTF_8);
    }

    @Test
    void reminders_goOnInMaintenanceWindowsSinceAlertsEndWithoutThem() {
        assertThat(sink().needsReminders()).isTrue();
    }

    @Test
    void alertThatGoesOn_endsLaterThanTheNextReminders() {
        assertThat(json(Samples.down("a:1")))
                .startsWith(
                        "[{\"labels\":{\"alertname\":\"TargetDown\",\"env\":\"prod\",\"group\":\"data\","
                                + "\"name\":\"the a:1\",\"target\":\"a:1\"},\"annotations\":{\"summary\":\"data/the a:1 (a:1): a:1")
                .contains("\"reason\":\"refused\",\"began_earliest\":\"2026-11-30T12:00:00.123Z\","
                        + "\"began_latest\":\"2026-11-30T12:00:01.123Z\"}")
                .endsWith(",\"startsAt\":\"2026-11-30T12:00:01.123Z\",\"endsAt\":\"2026-11-30T12:14:00.123Z\"}]");
    }

    @Test
    void alertThatIsOver_hasTheSameLabelsAndItsEnd() {
        String down = json(Samples.down("a:1"));
        String labels = down.substring(0, down.indexOf("annotations"));
        assertThat(json(Samples.up("a:1")))
                .startsWith(labels)
                .endsWith(",\"startsAt\":\"2026-11-30T12:00:01.123Z\",\"endsAt\":\"2026-11-30T12:01:01.123Z\"}]");
        assertThat(json(Samples.down("a:1").removed()))
                .startsWith(labels)
                .endsWith("\"endsAt\":\"2026-11-30T12:10:00.123Z\"}]");
    }

    /** Alertmanager refuses an end before the start, as it would be once the clock was set back. */
    @Test
    void alertOfAnHourAhead_endsWhenItStarts() {
        Message message = new Message(false, List.of(Samples.down("a:1").removed(), Samples.down("b:1")));
        String json = new String(sink().json(message, Samples.START.minusSeconds(3_600)), StandardCharsets.UTF_8);
        String atOnce = "\"startsAt\":\"2026-11-30T12:00:01.123Z\",\"endsAt\":\"2026-11-30T12:00:01.123Z\"}";
        assertThat(json.split(Pattern.quote(atOnce), -1)).hasSize(3);
    }

    /** They are sent again at least twice before they end. */
    @Test
    void pauses_areNotLongerThanTheReminder() {
        SinkConfig config = new SinkConfig(
                "x",
                new Destination.Alertmanager(new Secret("http://127.0.0.1"), Map.of()),
                Duration.ofSeconds(1),
                Duration.ofSeconds(40),
                Duration.ofSeconds(1));
        assertThat(Sinks.of(config).maxPause()).isEqualTo(Duration.ofSeconds(40));
        assertThat(Sinks.of(Samples.config("x", null)).maxPause()).isEqualTo(Duration.ofMinutes(30));
    }

    @Test
    void blindness_hasANameOnly() {
        assertThat(json(Alert.of(Samples.blindness(true))))
                .startsWith("[{\"labels\":{\"alertname\":\"HalfshakeBlind\"},")
                .endsWith("\"endsAt\":\"2026-11-30T12:01:01.123Z\"}]");
    }

    @Test
    void labelsOfTheFile_mayNameTheAlertAndEmptyOnesAreLeftOut() {
        AlertTarget about = new AlertTarget("a:1", null, Map.of("alertname", "Gone", "env", ""), List.of());
        assertThat(json(Alert.firing(Samples.goesDown("a:1"), about)))
                .startsWith("[{\"labels\":{\"alertname\":\"Gone\",\"name\":\"a:1\",\"target\":\"a:1\"},");
    }
}
