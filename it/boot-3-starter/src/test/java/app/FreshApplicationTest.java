package app;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the application, and reads what its user would read, with the defaults of the starter. */
@ExtendWith(OutputCaptureExtension.class)
class FreshApplicationTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 200;

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + path))
                .timeout(LIMIT)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** The first checks of the targets are spread over an interval. */
    private String await(int port, String path, String text) throws IOException, InterruptedException {
        long start = System.nanoTime();
        String body = get(port, path).body();
        while (!body.contains(text) && System.nanoTime() - start < LIMIT.toNanos()) {
            Thread.sleep(POLL_MILLIS);
            body = get(port, path).body();
        }
        assertThat(body).contains(text);
        return body;
    }

    private void print(int port, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(port, path);
        System.out.println("$ curl -s -w ' %{http_code}\\n' localhost:" + port + "/actuator/" + path);
        System.out.println(answer.body() + " " + answer.statusCode());
    }

    @Test
    void targets_areInHealthMetricsAndLog(CapturedOutput output) throws IOException, InterruptedException {
        try (TcpPeer db = TcpPeer.accepting();
                TcpPeer cache = TcpPeer.accepting()) {
            cache.goDown();
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                    .run(
                            "--server.address=127.0.0.1",
                            "--server.port=0",
                            "--db=" + db.target(),
                            "--cache=" + cache.target())) {
                int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
                await(port, "health/halfshake/db", "\"status\":\"UP\"");
                await(port, "health/halfshake/cache", "\"reason\":\"refused\"");

                HttpResponse<String> health = get(port, "health");
                assertThat(health.statusCode()).isEqualTo(200);
                assertThat(health.body())
                        .contains("\"halfshake\":{", "\"db\":{", "\"cache\":{", "\"status\":\"TARGET_DOWN\"");
                assertThat(get(port, "health/readiness").statusCode()).isEqualTo(200);
                assertThat(get(port, "halfshake").body()).contains("\"name\":\"half-open\"", "\"handshake\":\"half\"");
                assertThat(get(port, "prometheus").body())
                        .contains(
                                "halfshake_monitor_targets{state=\"up\"} 1.0",
                                "halfshake_monitor_targets{state=\"down\"} 1.0",
                                "halfshake_engine{engine=\"half-open\",handshake=\"half\"} 1.0");
                for (String path : new String[] {
                    "health", "health/halfshake/cache", "health/readiness", "halfshake", "halfshake/db", "prometheus"
                }) {
                    print(port, path);
                }

                db.goDown();

                await(port, "health/readiness", "\"status\":\"DOWN\"");
                assertThat(get(port, "health/readiness").statusCode()).isEqualTo(503);
                assertThat(get(port, "health").statusCode()).isEqualTo(200);
                print(port, "health/readiness");
            }
            assertThat(output.getOut().lines())
                    .anyMatch(line -> line.contains(" io.halfshake ") && line.contains("half-open (half handshake)"));
        }
    }
}
