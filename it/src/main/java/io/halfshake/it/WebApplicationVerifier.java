package io.halfshake.it;

import java.io.IOException;
import java.net.InetAddress;

/**
 * Verifies that Halfshake works inside the requests of a web application, which answers {@code /verify} with
 * {@link HalfOpenVerifier#verify()}, and {@code /check?target=host:port} with the result of its own checker in words.
 */
public final class WebApplicationVerifier {
    private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

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
        HttpAnswer answer = HttpAnswer.get(port, path);
        if (answer.status() != 200) {
            throw new IllegalStateException(path + ": status " + answer.status() + " (expected 200): " + answer.body());
        }
        return answer.body();
    }
}
