package recipes.dropwizard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.codahale.metrics.health.HealthCheck.Result;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import io.halfshake.UnknownReason;
import io.halfshake.it.HttpAnswer;
import io.halfshake.it.OpenResources;
import io.halfshake.monitor.Monitor;
import io.halfshake.testing.StartPeer;
import io.halfshake.testing.TcpPeer;
import io.halfshake.testing.TestMonitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetHealthCheckTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String CONFIGURATION = """
            server:
              applicationConnectors: [{type: http, port: 0, bindHost: 127.0.0.1}]
              adminConnectors: [{type: http, port: 0, bindHost: 127.0.0.1}]
            logging: {level: WARN}
            """;

    @Test
    void healthCheck_isThatOfTheTarget(@StartPeer TcpPeer first, @StartPeer TcpPeer second, @TempDir Path directory)
            throws Exception {
        TestApplication application = new TestApplication(List.of(first.target(), second.target()));
        Path configuration = Files.writeString(directory.resolve("config.yaml"), CONFIGURATION);
        application.run("server", configuration.toString());
        try {
            await().atMost(LIMIT).untilAsserted(() -> {
                HttpAnswer up = HttpAnswer.get(application.adminPort(), "/healthcheck");
                assertThat(up.status()).isEqualTo(200);
                assertThat(check(up, second.target()).path("message").asText()).startsWith("up: ");
            });

            second.goDown();

            await().atMost(LIMIT).untilAsserted(() -> {
                HttpAnswer down = HttpAnswer.get(application.adminPort(), "/healthcheck");
                assertThat(down.status()).isEqualTo(500);
                assertThat(check(down, first.target()).path("healthy").asBoolean())
                        .isTrue();
                assertThat(check(down, second.target()).path("healthy").asBoolean())
                        .isFalse();
                assertThat(check(down, second.target()).path("message").asText())
                        .startsWith("down: " + second.target() + " is down: refused");
            });
        } finally {
            application.server.stop();
        }
        assertThat(application.monitor.toString()).endsWith("closed]");
    }

    @Test
    void unknownTarget_isHealthy_andNamedSo() {
        TestMonitor test = TestMonitor.create();
        test.watch("db:5432").unknown(UnknownReason.NO_DESCRIPTORS);
        TargetHealthCheck check = new TargetHealthCheck(test.monitor(), "db:5432");

        Result unchecked = check.execute();
        test.advance(Duration.ofSeconds(1));
        Result checked = check.execute();

        assertThat(unchecked.isHealthy()).isTrue();
        assertThat(unchecked.getMessage()).isEqualTo("unknown");
        assertThat(checked.isHealthy()).isTrue();
        assertThat(checked.getMessage()).startsWith("unknown: db:5432 ");
    }

    @Test
    void wrongTarget_leavesNothingRunning() throws Exception {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TargetHealthCheck.install(
                        new Environment("test"), List.of("db:5432", "cache"), settings -> settings))
                .withMessageContaining("cache");

        OpenResources.awaitNoThread();
    }

    private static JsonNode check(HttpAnswer answer, String target) throws Exception {
        return JsonMapper.builder().build().readTree(answer.body()).path(target);
    }

    private static final class TestApplication extends Application<Configuration> {
        private final List<String> targets;
        private Monitor monitor;
        private Server server;

        TestApplication(List<String> targets) {
            this.targets = targets;
        }

        @Override
        public void run(Configuration configuration, Environment environment) {
            monitor = TargetHealthCheck.install(
                    environment, targets, settings -> settings.interval(Duration.ofMillis(100)));
            environment.lifecycle().addServerLifecycleListener(started -> server = started);
        }

        int adminPort() {
            return ((NetworkConnector) server.getConnectors()[1]).getLocalPort();
        }
    }
}
