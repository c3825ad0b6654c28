package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.halfshake.server.alerts.Receiver.Received;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WebhookSinkIT {
    private static final Path PAGE = Path.of("../docs/serve-alerts.md");
    private static final Duration LONG = Duration.ofMinutes(1);

    @SuppressWarnings("NullAway.Init")
    private Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private WebhookSink sink(Duration timeout) {
        return new WebhookSink(
                new Destination.Webhook(
                        new Secret(receiver.url("/hook?token=hush")),
                        new Secret("key"),
                        Map.of("Authorization", new Secret("Bearer hush")),
                        null),
                timeout);
    }

    private static Message changes() {
        List<Alert> alerts = new ArrayList<>();
        alerts.add(Alert.firing(Samples.goesDown("db-1:5432"), Samples.about("db-1:5432")));
        alerts.add(Samples.up("db-2:5432"));
        alerts.add(Alert.of(Samples.blindness(false)));
        alerts.add(Samples.down("db-3:5432").removed());
        return new Message(false, alerts);
    }

    private SinkException failure(WebhookSink sink) {
        return catchThrowableOfType(SinkException.class, () -> sink.send(changes(), Samples.START));
    }

    @Test
    void message_isPostedWithItsSignature() throws Exception {
        sink(LONG).send(changes(), Samples.START);
        Received request = receiver.next();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/hook?token=hush");
        assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer hush");
        assertThat(request.headers().getFirst("X-Halfshake-Signature"))
                .isEqualTo(
                        WebhookSink.signature(new Secret("key"), request.body().getBytes(StandardCharsets.UTF_8)));
        assertThat(request.body())
                .startsWith("{\"version\":1,\"event\":\"change\",\"sentAt\":\"2026-11-30T12:00:00.123Z\",\"firing\":2,"
                        + "\"resolved\":2,\"alerts\":[{\"status\":\"firing\",\"key\":\"halfshake-")
                .contains("\"kind\":\"target\",\"target\":\"db-1:5432\",\"name\":\"the db-1:5432\",\"group\":\"data\","
                        + "\"labels\":{\"env\":\"prod\"},\"reason\":\"refused\",\"summary\":\"db-1:5432")
                .contains(
                        "\"began\":{\"earliest\":\"2026-11-30T12:00:00.123Z\",\"latest\":\"2026-11-30T12:00:01.123Z\"},"
                                + "\"beganUnseen\":false}")
                .contains(
                        "\"ended\":{\"earliest\":\"2026-11-30T12:01:00.123Z\",\"latest\":\"2026-11-30T12:01:01.123Z\"}")
                .contains(
                        "{\"status\":\"firing\",\"key\":\"halfshake-blindness\",\"kind\":\"blindness\",\"reason\":\"blind\",\"summary\":\"0"
                                + " of 1 witnesses responded (quorum 1)\"")
                .endsWith("\"beganUnseen\":false,\"removed\":true}]}");
    }

    /** Computed with {@code openssl dgst -sha256 -hmac key}. */
    @Test
    void signature_isThatOfOtherPrograms() {
        assertThat(WebhookSink.signature(
                        new Secret("key"),
                        "The quick brown fox jumps over the lazy dog".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo("sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
    }

    @Test
    void withoutSecret_thereIsNoSignature() throws Exception {
        new WebhookSink(new Destination.Webhook(new Secret(receiver.url("/")), null, Map.of(), null), LONG)
                .send(new Message(true, List.of(Samples.down("a:1"))), Samples.START);
        Received request = receiver.next();
        assertThat(request.headers()).doesNotContainKey("X-halfshake-signature");
        assertThat(request.body()).contains("\"event\":\"reminder\"");
    }

    private WebhookSink sink(String template, String contentType) {
        return new WebhookSink(
                new Destination.Webhook(
                        new Secret(receiver.url("/")),
                        new Secret("key"),
                        Map.of(),
                        new Destination.Body(new Secret(template), contentType)),
                LONG);
    }

    @Test
    void template_isPostedWithItsTypeAndItsSignature() throws Exception {
        WebhookSink sink = sink("{{#alerts}}{{name}} is {{status}}\n{{/alerts}}", "text/plain");
        assertThat(sink.maxAlerts()).isEqualTo(SinkQueue.FULL);
        sink.send(new Message(false, List.of(Samples.down("a:1"), Samples.up("b:1"))), Samples.START);
        Received request = receiver.next();
        assertThat(request.headers().getFirst("Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(request.body()).isEqualTo("the a:1 is firing\nthe b:1 is resolved\n");
        assertThat(request.headers().getFirst("X-Halfshake-Signature"))
                .isEqualTo(
                        WebhookSink.signature(new Secret("key"), request.body().getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void templateOfAnAlert_isPostedForEach() throws Exception {
        WebhookSink sink = sink("{ \"text\": \"{{name}} \u00e4\" }", "application/json");
        assertThat(sink.maxAlerts()).isEqualTo(1);
        sink.send(new Message(false, List.of(Samples.down("a:1"))), Samples.START);
        Received request = receiver.next();
        assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(request.body()).isEqualTo("{ \"text\": \"the a:1 \u00e4\" }");
    }

    @ParameterizedTest
    @CsvSource({
        "400, true",
        "413, true",
        "422, true",
        "302, false",
        "401, false",
        "404, false",
        "429, false",
        "500, false"
    })
    void otherStatus_isAFailure(int status, boolean permanent) {
        receiver.respond(status);
        SinkException failure = failure(sink(LONG));
        assertThat(failure).hasMessage("HTTP " + status);
        assertThat(failure.isPermanent()).isEqualTo(permanent);
        assertThat(failure.retryAfter()).isZero();
    }

    @Test
    void redirect_isNotFollowed() throws Exception {
        receiver.respond(307);
        assertThat(failure(sink(LONG))).hasMessage("HTTP 307");
        assertThat(receiver.next().path()).startsWith("/hook");
        assertThat(receiver.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "'Wed, 21 Oct 2026 07:28:00 GMT', 0", "-1, 0", "99999999999, 0"})
    void pauseThatIsAskedFor_isRead(String header, long seconds) {
        receiver.respond(503);
        receiver.retryAfter(header);
        assertThat(failure(sink(LONG)).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void bodyThatDoesNotEnd_isCutOff() {
        receiver.hangInTheBody();
        assertThat(failure(sink(Duration.ofMillis(500)))).hasMessage("no response within 500 ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void failures_doNotShowTheUrl(String scheme) {
        try (TcpPeer closed = TcpPeer.refusing()) {
            Secret url = new Secret(scheme + "://" + closed.target() + "/hush");
            SinkException failure =
                    failure(new WebhookSink(new Destination.Webhook(url, new Secret("hush"), Map.of(), null), LONG));
            assertThat(failure).hasMessage("no connection (ConnectException)").hasNoCause();
        }
    }

    @Test
    void page_hasEachNameOfTheJson() throws Exception {
        sink(LONG).send(changes(), Samples.START);
        String page = Files.readString(PAGE);
        assertThat(receiver.next().body().split("\"(?=:)"))
                .extracting(part -> part.substring(part.lastIndexOf('"') + 1))
                .filteredOn(name -> name.matches("[a-zA-Z]+") && !name.equals("env"))
                .hasSizeGreaterThan(20)
                .allMatch(name -> page.contains("`" + name + "`"), "in " + PAGE);
    }
}
