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
 * Verifies that Halfshake works inside the requests of a web application, which answers {@code /verify} with
 * {@link HalfOpenVerifier#verify()}, and {@code /check?target=host:port} with the result of its own checker in words.
 */
public final class WebApplicationVerifier {
    private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private WebApplicationVerifier() {}

    /**
     * Calls both paths by HTTP and prints the answers.
     *
     * @param port on which the application listens; also the target of the check
     * @throws IOException if there is no answer
     * @throws InterruptedException if the calling thread is interrupted
     * @throws IllegalStateException if an answer is not as expected
     */
    public static void verify(int port) throws IOException, InterruptedException {
        System.out.println(get(port, "/verify"));
        String target = HOST + ":" + port;
        String result = get(port, "/check?target=" + target);
        if (!result.startsWith(target + " is up: ")) {
            throw new IllegalStateException("check of the application itself: " + result + " (expected up)");
        }
        System.out.println(result);
    }

    /**
     * Calls a path by HTTP.
     *
     * @param port on which the application listens
     * @param path with its query
     * @return the body
     * @throws IOException if there is no answer
     * @throws InterruptedException if the calling thread is interrupted
     * @throws IllegalStateException if the status is not 200
     */
    public static String get(int port, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://" + HOST + ":" + port + path);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
        HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(
                    uri + ": status " + response.statusCode() + " (expected 200): " + response.body());
        }
        return response.body();
    }
}
