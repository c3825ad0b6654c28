package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SlackSinkIT {
    private static String json(boolean reminder, Alert... alerts) {
        return new String(SlackSink.json(new Message(reminder, List.of(alerts))), StandardCharsets.UTF_8);
    }

    @Test
    void message_isPosted() throws Exception {
        try (Receiver receiver = new Receiver()) {
            Sink sink = Sinks.of(new SinkConfig(
                    "x",
                    new Destination.Slack(new Secret(receiver.url("/services/T/B/hush"))),
                    Duration.ofSeconds(1),
                    null,
                    Duration.ofMinutes(1)));
            sink.send(new Message(false, List.of(Samples.down("a:1"))), Samples.START);
            Receiver.Received request = receiver.next();
            assertThat(request.path()).isEqualTo("/services/T/B/hush");
            assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
            assertThat(request.body()).isEqualTo(json(false, Samples.down("a:1")));
        }
    }

    @Test
    void whatIsDownAndWhatIsOver_haveAnAttachmentEach() {
        assertThat(json(
                        false,
                        Samples.down("a:1"),
                        Samples.up("b:1"),
                        Alert.of(Samples.blindness(false)),
                        Samples.down("c:1").removed()))
                .startsWith("{\"text\":\"Halfshake: 1 target down, 2 resolved; the watcher's own network is in doubt\","
                        + "\"attachments\":[{\"color\":\"danger\",\"fallback\":\"2 alerts\",")
                .contains("\"text\":\"data/the a:1 (a:1): a:1")
                .contains("is down: refused")
                .contains(
                        ", since 2026-11-30T12:00:01.123Z\\nnetwork of the watcher: 0 of 1 witnesses responded (quorum 1),")
                .contains("{\"color\":\"good\",\"fallback\":\"2 alerts\",\"text\":\"data/the b:1 (b:1): b:1")
                .contains("; lasted at most 61 s\\ndata/the c:1 (c:1): no longer watched, was down, since ");
    }

    @Test
    void outageWhoseBeginningWasNotSeen_hasNoUpperBound() {
        Alert down = Alert.firing(Samples.isDownFromTheStart("a:1"), Samples.about("a:1"));
        assertThat(json(false, down)).contains(", at least since 2026-11-30T12:00:01.123Z\"");
        assertThat(json(false, down.resolved(Samples.comesUp("a:1")))).contains("; lasted at least 59 s\"");
    }

    @Test
    void reminder_saysSo() {
        assertThat(json(true, Samples.down("a:1")))
                .contains("\"text\":\"Halfshake: 1 target still down\"", "\"fallback\":\"1 alert\"");
    }

    @Test
    void manyAlerts_areCounted() {
        List<Alert> alerts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            alerts.add(Samples.down("db-" + i + ":1"));
        }
        assertThat(json(false, alerts.toArray(Alert[]::new)))
                .contains("Halfshake: 500 targets down", "db-19:1", "\\nand 480 more\"")
                .doesNotContain("db-20:1");
    }

    /** {@code <!channel>} calls all people of a channel. */
    @Test
    void namesAreTexts_andNoMarkup() {
        AlertTarget about = new AlertTarget("<!channel> & \"co\"", null, Map.of(), List.of());
        assertThat(json(false, Alert.firing(Samples.goesDown("a:1"), about)))
                .contains("&lt;!channel&gt; &amp; \\\"co\\\" (a:1)")
                .doesNotContain("<");
    }
}
