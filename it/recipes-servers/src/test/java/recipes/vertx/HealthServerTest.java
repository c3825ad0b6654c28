package recipes.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.it.HttpAnswer;
import io.halfshake.monitor.Monitor;
import io.halfshake.testing.StartPeer;
import io.halfshake.testing.TcpPeer;
import io.halfshake.testing.TestMonitor;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    @Test
    void answer_isThatOfTheTargets(@StartPeer TcpPeer first, @StartPeer TcpPeer second) throws Exception {
        try (Checker checker = Checker.create();
                Monitor monitor = Monitor.builder(checker)
                        .interval(Duration.ofMillis(100))
                        .build()) {
            assertThat(checker.engine().name()).isEqualTo("half-open");
            monitor.add(first.target());
            monitor.add(second.target());
            int port = listen(monitor);
            await().atMost(LIMIT)
                    .until(
                            () -> states(HttpAnswer.get(port, "/health")),
                            Map.of(first.target(), "UP up", second.target(), "UP up")::equals);
            assertThat(HttpAnswer.get(port, "/health").status()).isEqualTo(200);

            second.goDown();

            await().atMost(LIMIT)
                    .until(
                            () -> states(HttpAnswer.get(port, "/health")),
                            Map.of(first.target(), "UP up", second.target(), "DOWN down")::equals);
            assertThat(HttpAnswer.get(port, "/health").status()).isEqualTo(503);
            await().atMost(LIMIT)
                    .until(() ->
                            HttpAnswer.get(port, "/health").body().contains(second.target() + " is down: refused"));
        }
    }

    @Test
    void unknownTarget_doesNotFail_andIsNamedSo() throws Exception {
        TestMonitor test = TestMonitor.create();
        test.watch("db:5432").unknown(UnknownReason.NO_DESCRIPTORS);
        int port = listen(test.monitor());

        HttpAnswer unchecked = HttpAnswer.get(port, "/health");
        test.advance(Duration.ofSeconds(1));
        HttpAnswer checked = HttpAnswer.get(port, "/health");
        test.monitor().remove("db:5432");
        HttpAnswer removed = HttpAnswer.get(port, "/health");

        assertThat(states(unchecked)).containsExactly(Map.entry("db:5432", "UP unknown"));
        assertThat(states(checked)).containsExactly(Map.entry("db:5432", "UP unknown"));
        assertThat(checked.status()).isEqualTo(200);
        assertThat(states(removed)).containsExactly(Map.entry("db:5432", "UP removed"));
    }

    private int listen(Monitor monitor) throws Exception {
        HttpServer server = HealthServer.listen(vertx, HealthServer.healthChecks(vertx, monitor), 0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
        return server.actualPort();
    }

    private static Map<String, String> states(HttpAnswer answer) {
        return new JsonObject(answer.body())
                .getJsonArray("checks").stream()
                        .map(JsonObject.class::cast)
                        .collect(Collectors.toMap(
                                check -> check.getString("id"),
                                check -> check.getString("status") + " "
                                        + check.getJsonObject("data").getString("state")));
    }
}
