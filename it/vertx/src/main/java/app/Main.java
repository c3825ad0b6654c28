package app;

import io.halfshake.it.HalfOpenVerifier;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks an HTTP server before and after a check, both on Netty's native epoll transport. */
public final class Main {
    private static final long LIMIT_SECONDS = 60;

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        try {
            if (!vertx.isNativeTransportEnabled()) {
                throw new AssertionError("native transport: not enabled", vertx.unavailableNativeTransportCause());
            }
            HttpServer server = await(vertx.createHttpServer()
                    .requestHandler(request -> request.response().end("hello"))
                    .listen(0, "127.0.0.1"));
            HttpClient client = vertx.createHttpClient();
            expectGreeting(vertx, client, server.actualPort());

            System.out.println(HalfOpenVerifier.verify());

            expectGreeting(vertx, client, server.actualPort());
        } finally {
            await(vertx.close());
        }
    }

    private static void expectGreeting(Vertx vertx, HttpClient client, int port) throws Exception {
        CompletableFuture<Buffer> greeting = new CompletableFuture<>();
        // On another thread, the end of the response could come before body() asks for it.
        vertx.runOnContext(ignored -> client.request(HttpMethod.GET, port, "127.0.0.1", "/greeting")
                .compose(HttpClientRequest::send)
                .compose(HttpClientResponse::body)
                .onSuccess(greeting::complete)
                .onFailure(greeting::completeExceptionally));
        String text = greeting.get(LIMIT_SECONDS, TimeUnit.SECONDS).toString();
        if (!text.equals("hello")) {
            throw new AssertionError("greeting: " + text + " (expected: hello)");
        }
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
}
