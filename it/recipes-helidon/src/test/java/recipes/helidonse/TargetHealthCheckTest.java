package recipes.helidonse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.it.HttpAnswer;
import io.halfshake.monitor.Monitor;
import io.halfshake.testing.StartPeer;
import io.halfshake.testing.TcpPeer;
import io.halfshake.testing.TestMonitor;
import io.helidon.webserver.WebServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TargetHealthCheckTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private WebServer server;

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void health_isThatOfTheTargets(@StartPeer TcpPeer first, @StartPeer TcpPeer second) throws Exception {
        try (Checker checker = Checker.create();
                Monitor monitor = Monitor.builder(checker)
                        .interval(Duration.ofMillis(100))
                        .build()) {
            monitor.add(first.target());
            monitor.add(second.target());
            start(monitor);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(get("").body())
                            .contains(check(first, "UP"), check(second, "UP"))
                            .doesNotContain("unknown"));
            assertThat(get("").status()).isEqualTo(200);

            second.goDown();

            await().atMost(LIMIT).untilAsserted(() -> {
                HttpAnswer down = get("");
                assertThat(down.status()).isEqualTo(503);
                assertThat(down.body())
                        .contains(check(first, "UP"), check(second, "DOWN"), "\"state\":\"down\"")
                        .contains(second.target() + " is down: refused");
            });
            assertThat(get("/ready").status()).isEqualTo(503);
            assertThat(get("/live").status()).isEqualTo(200);
        }
    }

    @Test
    void unknownTarget_doesNotFail_andIsNamedSo() throws Exception {
        TestMonitor test = TestMonitor.create();
        test.watch("db:5432").unknown(UnknownReason.NO_DESCRIPTORS);
        start(test.monitor());

        HttpAnswer unchecked = get("");
        test.advance(Duration.ofSeconds(1));
        HttpAnswer checked = get("");

        assertThat(unchecked.status()).isEqualTo(200);
        assertThat(unchecked.body()).contains("\"state\":\"unknown\"");
        assertThat(checked.status()).isEqualTo(200);
        assertThat(checked.body()).contains("\"state\":\"unknown\"", "\"last\":\"db:5432 ");
    }

    private void start(Monitor monitor) {
        server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .addFeature(TargetHealthCheck.feature(monitor))
                .build()
                .start();
    }

    private HttpAnswer get(String path) throws Exception {
        return HttpAnswer.get(server.port(), "/observe/health" + path);
    }

    private static String check(TcpPeer peer, String status) {
        return "{\"name\":\"" + peer.target() + "\",\"status\":\"" + status + "\"";
    }
}
