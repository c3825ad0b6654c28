package recipes.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.it.HttpAnswer;
import io.halfshake.it.OpenResources;
import io.halfshake.monitor.Monitor;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.StartPeer;
import io.halfshake.testing.TcpPeer;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MonitorHealthIndicatorTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void health_isThatOfTheTargets(@StartPeer TcpPeer first, @StartPeer TcpPeer second) throws Exception {
        try (EmbeddedServer server = start(List.of(first.target(), second.target()))) {
            Checker checker = server.getApplicationContext().getBean(Checker.class);
            assertThat(checker.engine().name()).isEqualTo("half-open");
            await().atMost(LIMIT).untilAsserted(() -> {
                HttpAnswer up = HttpAnswer.get(server.getPort(), "/health");
                assertThat(up.status()).isEqualTo(200);
                assertThat(halfshake(up).path("status").asText()).isEqualTo("UP");
            });

            second.goDown();

            await().atMost(LIMIT).untilAsserted(() -> {
                HttpAnswer down = HttpAnswer.get(server.getPort(), "/health");
                assertThat(down.status()).isEqualTo(503);
                assertThat(halfshake(down).path("status").asText()).isEqualTo("DOWN");
                JsonNode details = halfshake(down).path("details");
                assertThat(details.path(first.target()).asText()).startsWith("up: ");
                assertThat(details.path(second.target()).asText())
                        .startsWith("down: " + second.target() + " is down: refused");
            });
            assertThat(HttpAnswer.get(server.getPort(), "/health/liveness").status())
                    .isEqualTo(200);
            assertThat(HttpAnswer.get(server.getPort(), "/health/readiness").status())
                    .isEqualTo(503);
        }
    }

    @Test
    void unknownTarget_isUnknown_andDoesNotFail() throws Exception {
        try (EmbeddedServer server = start(List.of("db:5432"), Map.of("fake-checker", "true"))) {
            Monitor monitor = server.getApplicationContext().getBean(Monitor.class);
            await().atMost(LIMIT).until(() -> monitor.stats().checks().unknowns() > 0);
            assertThat(server.getApplicationContext().getBean(FakeChecker.class).recordedChecks())
                    .isNotEmpty();

            HttpAnswer answer = HttpAnswer.get(server.getPort(), "/health");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(halfshake(answer).path("status").asText()).isEqualTo("UNKNOWN");
            assertThat(halfshake(answer).path("details").path("db:5432").asText())
                    .startsWith("unknown: db:5432 ");
        }
    }

    @Test
    void targets_areMonitoredBeforeTheFirstRequest() {
        try (EmbeddedServer server = start(List.of("db:5432"), Map.of("fake-checker", "true"))) {
            // Not the monitor, which would be made for the one that asks.
            FakeChecker checker = server.getApplicationContext().getBean(FakeChecker.class);

            await().atMost(LIMIT).until(() -> !checker.recordedChecks().isEmpty());
        }
    }

    @Test
    void startWithoutTargets_fails() {
        Map<String, Object> properties = Map.of("fake-checker", "true");

        assertThatThrownBy(() -> ApplicationContext.run(properties).close()).hasMessageContaining("halfshake.targets");
    }

    @Test
    void startWithWrongTarget_leavesNoMonitor() throws Exception {
        Map<String, Object> properties =
                Map.of("fake-checker", "true", "halfshake.targets", List.of("db:5432", "cache"));

        assertThatThrownBy(() -> ApplicationContext.run(properties).close()).hasStackTraceContaining("cache");

        OpenResources.awaitNoThread();
    }

    @Test
    void stop_closesTheMonitor_andTheChecker() {
        Checker checker;
        Monitor monitor;
        try (EmbeddedServer server = start(List.of())) {
            checker = server.getApplicationContext().getBean(Checker.class);
            monitor = server.getApplicationContext().getBean(Monitor.class);
        }
        assertThat(monitor.toString()).endsWith("closed]");
        assertThat(checker.toString()).endsWith("closed]");
    }

    private static EmbeddedServer start(List<String> targets) {
        return start(targets, Map.of());
    }

    private static EmbeddedServer start(List<String> targets, Map<String, Object> others) {
        Map<String, Object> properties = new HashMap<>(Map.of(
                "micronaut.server.host",
                "127.0.0.1",
                "micronaut.server.port",
                -1,
                "endpoints.health.details-visible",
                "ANONYMOUS",
                "halfshake.interval",
                "100ms",
                "halfshake.targets",
                targets));
        properties.putAll(others);
        return ApplicationContext.run(EmbeddedServer.class, properties);
    }

    private static JsonNode halfshake(HttpAnswer answer) throws Exception {
        return JsonMapper.builder()
                .build()
                .readTree(answer.body())
                .path("details")
                .path("halfshake");
    }

    /** In place of the recipe's checker, where a test asks for it. */
    @Factory
    @Requires(property = "fake-checker")
    static class Fakes {
        @Singleton
        @Replaces(value = Checker.class, factory = MonitorFactory.class)
        FakeChecker fakeChecker() {
            FakeChecker checker = FakeChecker.create();
            checker.otherwise().unknown(UnknownReason.NO_DESCRIPTORS);
            return checker;
        }
    }
}
