package io.halfshake.spring.boot;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonParserFactory;

/** The actuator of an application on this machine, over HTTP. */
final class Actuator {
    /** Only a request that hangs comes near this. */
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    Actuator(int port) {
        this.port = port;
    }

    record Answer(int status, String body) {
        /** The value at a path of keys; null where it leads nowhere. */
        @Nullable
        Object at(String... keys) {
            Object here = JsonParserFactory.getJsonParser().parseMap(body);
            for (String key : keys) {
                here = here instanceof Map<?, ?> map ? map.get(key) : null;
            }
            return here;
        }
    }

    Answer get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + path))
                .timeout(LIMIT)
                .build();
        var response = client.send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }
}
