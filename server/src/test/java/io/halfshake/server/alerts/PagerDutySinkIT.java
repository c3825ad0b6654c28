package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PagerDutySinkIT {
    @SuppressWarnings("NullAway.Init")
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        receiver = new Receiver();
        receiver.respond(202);
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private Sink sink() {
        return Sinks.of(new SinkConfig(
                "x",
                new Destination.PagerDuty(new Secret(receiver.url("/v2/enqueue")), new Secret("hush"), "warning"),
                Duration.ofSeconds(1),
                null,
                Duration.ofMinutes(1)));
    }

    private String post(Alert alert) throws Exception {
        sink().send(new Message(false, List.of(alert)), Samples.START);
        Receiver.Received request = receiver.next();
        assertThat(request.path()).isEqualTo("/v2/enqueue");
        return request.body();
    }

    @Test
    void targetThatIsDown_isATrigger() throws Exception {
        assertThat(post(Samples.down("a:1")))
                .startsWith("{\"routing_key\":\"hush\",\"event_action\":\"trigger\",\"dedup_key\":\"" + Alert.key("a:1")
                        + "\",\"payload\":{\"summary\":\"data/the a:1 (a:1): a:1")
                .contains("\"source\":\"a:1\",\"severity\":\"warning\",\"timestamp\":\"2026-11-30T12:00:01.123Z\","
                        + "\"component\":\"the a:1\",\"group\":\"data\",\"class\":\"refused\"")
                .contains("\"custom_details\":{\"began_earliest\":\"2026-11-30T12:00:00.123Z\","
                        + "\"began_latest\":\"2026-11-30T12:00:01.123Z\",\"labels\":{\"env\":\"prod\"}}}}");
    }

    @Test
    void targetThatIsUp_isAResolveWithTheSameKey() throws Exception {
        String resolve =
                "{\"routing_key\":\"hush\",\"event_action\":\"resolve\",\"dedup_key\":\"" + Alert.key("a:1") + "\"}";
        assertThat(post(Samples.up("a:1"))).isEqualTo(resolve);
        assertThat(post(Samples.down("a:1").removed())).isEqualTo(resolve);
    }

    @Test
    void blindness_isATriggerToo() throws Exception {
        assertThat(post(Alert.of(Samples.blindness(false))))
                .contains("\"dedup_key\":\"halfshake-blindness\"", "\"source\":\"halfshake\"", "\"class\":\"blind\"");
    }

    @Test
    void keyAndSummary_areAsShortAsTheyMustBe() throws Exception {
        AlertTarget about = new AlertTarget("n".repeat(2_000), null, Map.of(), List.of());
        String body = post(Alert.firing(Samples.goesDown("a:1"), about));
        assertThat(body).contains("\"summary\":\"" + "n".repeat(1_024) + "\"");
        AlertTarget pairs = new AlertTarget("n" + "\uD83D\uDE00".repeat(600), null, Map.of(), List.of());
        assertThat(post(Alert.firing(Samples.goesDown("a:1"), pairs)))
                .as("each character as it is, or escaped")
                .containsPattern("\"summary\":\"n(?:(?i:\\\\ud83d\\\\ude00)|\\x{1F600}){511}\"");
        assertThat(Alert.key("x".repeat(10_000))).hasSizeLessThanOrEqualTo(64).isNotEqualTo(Alert.key("x"));
    }

    @Test
    void eventThatIsRefusedForTheMoment_isNotLost() {
        receiver.respond(429);
        SinkException failure = catchThrowableOfType(SinkException.class, () -> post(Samples.down("a:1")));
        assertThat(failure).hasMessage("HTTP 429");
        assertThat(failure.isPermanent()).isFalse();
    }

    @Test
    void event_hasOneAlert() {
        assertThat(sink().maxAlerts()).isEqualTo(1);
    }
}
