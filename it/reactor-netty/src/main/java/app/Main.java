package app;

import io.halfshake.it.HalfOpenVerifier;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;

/** Asks an HTTP server before and after a check. */
public final class Main {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .route(routes ->
                        routes.get("/greeting", (request, response) -> response.sendString(Mono.just("hello"))))
                .bindNow(LIMIT);
        try {
            HttpClient client = HttpClient.create().host("127.0.0.1").port(server.port());
            expectGreeting(client);

            System.out.println(HalfOpenVerifier.verify());

            expectGreeting(client);
        } finally {
            server.disposeNow(LIMIT);
        }
    }

    private static void expectGreeting(HttpClient client) {
        String greeting = client.get()
                .uri("/greeting")
                .responseContent()
                .aggregate()
                .asString()
                .block(LIMIT);
        if (!"hello".equals(greeting)) {
            throw new AssertionError("greeting: " + greeting + " (expected: hello)");
        }
    }
}
