package io.halfshake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.server.web.Request;
import io.halfshake.server.web.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReloadPageTest {
    private static final Request UNKNOWN_CLIENT = new Request("/-/reload", null, Map.of());

    private static Request from(String client, Map<String, List<String>> headers) throws IOException {
        return new Request("/-/reload", null, headers, InetAddress.getByName(client));
    }

    private static String text(Request request, String... errors) throws IOException {
        return text(
                request,
                new ReloadPage(
                        () -> new Reload(List.of(errors), errors.length == 0 ? "nothing has changed" : ""),
                        Runnable::run));
    }

    private static String text(Request request, ReloadPage page) throws IOException {
        Response response = page.handle(request).join();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        response.body().writeTo(body);
        return response.status() + " " + body.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1"})
    void errors_areQuotedToThisMachine(String client) throws IOException {
        assertThat(text(from(client, Map.of()), "a: secret", "b: secret")).isEqualTo("422 a: secret\nb: secret\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "2001:db8::1", "0.0.0.0"})
    void errors_areNotQuotedToOthers(String client) throws IOException {
        assertThat(text(from(client, Map.of()), "a: secret", "b: secret"))
                .isEqualTo("422 not reloaded: the configuration has errors (see the log, 2 lines)\n");
        assertThat(text(from(client, Map.of()))).isEqualTo("200 reloaded: nothing has changed\n");
    }

    @Test
    void watcherThatStops_isUnavailable() throws IOException {
        Request request = from("127.0.0.1", Map.of());
        String expected = "503 not reloaded: the watcher is stopping\n";
        assertThat(text(request, new ReloadPage(() -> Reload.STOPPING, Runnable::run)))
                .isEqualTo(expected);

        ExecutorService ended = Executors.newSingleThreadExecutor();
        ended.shutdown();
        assertThat(text(
                        request,
                        new ReloadPage(
                                () -> {
                                    throw new AssertionError("reloaded");
                                },
                                ended)))
                .isEqualTo(expected);
    }

    @Test
    void errors_areNotQuotedToBrowsersAndUnknownClients() throws IOException {
        String expected = "422 not reloaded: the configuration has errors (see the log, 1 line)\n";
        assertThat(text(from("127.0.0.1", Map.of("Origin", List.of("http://localhost:9515"))), "secret"))
                .isEqualTo(expected);
        assertThat(text(UNKNOWN_CLIENT, "secret")).isEqualTo(expected);
    }
}
