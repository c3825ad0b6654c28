package io.halfshake.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * What an HTTP server on loopback answered.
 *
 * @param status such as 200
 * @param body as text
 */
public record HttpAnswer(int status, String body) {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /**
     * Calls a path.
     *
     * @param port on which the server listens
     * @param path with its query
     * @return whatever the status
     * @throws IOException if there is no answer
     * @throws InterruptedException if the calling thread is interrupted
     */
    public static HttpAnswer get(int port, String path) throws IOException, InterruptedException {
        String host = InetAddress.getLoopbackAddress().getHostAddress();
        URI uri = URI.create("http://" + host + ":" + port + path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
        return new HttpAnswer(response.statusCode(), response.body());
    }
}
