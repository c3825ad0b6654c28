package io.halfshake.server.web;

import static io.halfshake.server.web.RawClient.get;
import static io.halfshake.server.web.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.halfshake.server.Eventually;
import io.halfshake.server.web.RawClient.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of what handlers return and throw, and how the server stops. */
@Timeout(120)
class HandlersTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** A page whose responses come when the test makes them. */
    private static final class LatePage implements Handler {
        private final BlockingQueue<CompletableFuture<Response>> waiting = new LinkedBlockingQueue<>();

        @Override
        public CompletableFuture<Response> handle(Request request) {
            CompletableFuture<Response> answer = new CompletableFuture<>();
            waiting.add(answer);
            return answer;
        }

        CompletableFuture<Response> next() throws InterruptedException {
            CompletableFuture<Response> next = waiting.poll(60, TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }
    }

    private static RawClient ask(WebServer server) throws IOException {
        return new RawClient(server.address()).send("GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
    }

    @Test
    void refusal_isSentWithItsStatus() throws IOException {
        Handler page = request -> {
            throw RequestException.of(403, "name", "va\"l\u202eue\n", "another");
        };
        try (WebServer server = Servers.of("/page", page)) {
            Reply reply = get(server, "/page");

            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text()).isEqualTo("name: \"va\"l\\u202eue\\u000a\" (expected another)\n");
        }
    }

    @Test
    void refusalByFuture_isSentToo() throws IOException {
        Handler page = request -> CompletableFuture.supplyAsync(() -> {
            throw new RequestException(429, "later");
        });
        try (WebServer server = Servers.of("/page", page)) {
            assertThat(get(server, "/page").status()).isEqualTo(429);
        }
    }

    @Test
    void exception_isNotShown() throws IOException {
        Handler page = request -> {
            throw new IllegalStateException("secret");
        };
        try (WebServer server = Servers.of("/page", page)) {
            Reply reply = get(server, "/page");

            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.text()).isEqualTo("internal error: the log has the details\n");
        }
    }

    /** An action that responds with the client's address. */
    private static final class Action implements Handler {
        @Override
        public CompletableFuture<Response> handle(Request request) {
            return CompletableFuture.completedFuture(Response.text(200, String.valueOf(request.client())));
        }

        @Override
        public boolean isAction() {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept: */*", "Origin: http://x", "Origin: HTTPS://X"})
    void action_isDoneForThisServersPages(String header) throws IOException {
        try (WebServer server = Servers.of("/action", new Action())) {
            Reply reply = request(server, "POST", "/action", header);

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo("/127.0.0.1\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "http://x:80", "http://x.evil.example", "ftp://x", "null", "x", ""})
    void action_isRefusedToOtherServersPages(String origin) throws IOException {
        try (WebServer server = Servers.of("/action", new Action())) {
            Reply reply = request(server, "POST", "/action", "Origin: " + origin);

            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text())
                    .isEqualTo("Origin: \"" + origin
                            + "\" (expected none, or http:// or https:// and the value of the header Host)\n");
        }
    }

    @Test
    void errorOfAHandler_isAnsweredAsAnException() throws IOException {
        Handler page = request -> {
            throw new StackOverflowError("secret");
        };
        try (WebServer server = Servers.of("/page", page)) {
            Reply reply = get(server, "/page");

            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.text()).isEqualTo("internal error: the log has the details\n");
        }
    }

    @Test
    void responseWithoutAThread_closesItsConnection() throws Exception {
        LatePage late = new LatePage();
        Running running = new Running();
        HttpServer server = ServerProperties.newServer();
        server.bind(Servers.anyPort(), 0);
        Router router = new Router(Map.of("/late", late), new AccessGate(null));
        Executor threadless = task -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        server.createContext("/", new ExchangeHandler(router, running, threadless, ClientAddresses.DIRECT));
        server.start();
        try (RawClient client = new RawClient(server.getAddress()).send("GET /late HTTP/1.1\r\nHost: x\r\n\r\n")) {
            CompletableFuture<Response> answer = late.next();
            // One that is complete when the handler returns is written at once.
            Eventually.holds("the handler has returned", () -> answer.getNumberOfDependents() > 0);
            assertThat(answer.complete(Response.text(200, "late"))).isTrue();

            assertThat(client.isClosedByServer()).isTrue();
            assertThat(running.awaitNone(LONG.toNanos())).isTrue();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void bodyThatFails_isRefused() throws IOException {
        Response refused = new Response(200, Map.of(), true, out -> {
            out.write(new byte[100_000]);
            throw new RequestException(503, "busy");
        });
        try (WebServer server = Servers.of("/page", Handler.of(request -> refused))) {
            Reply reply = get(server, "/page", "Accept-Encoding: gzip");

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.text()).isEqualTo("busy\n");
        }
    }

    @Test
    void error_closesTheConnectionOnly() throws IOException {
        Response broken = new Response(200, Map.of(), false, out -> {
            throw new OutOfMemoryError("not really");
        });
        try (WebServer server = WebServer.start(
                        Servers.anyPort(),
                        Map.of("/late", Handler.of(request -> broken), "/-/healthy", HealthPages.healthy()));
                RawClient client = ask(server)) {
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(get(server, "/-/healthy").text()).isEqualTo("healthy\n");
            assertThat(server.stop(LONG)).isTrue();
        }
    }

    @Test
    void lateResponses_holdNoThreads() throws Exception {
        LatePage late = new LatePage();
        AtomicReference<String> writer = new AtomicReference<>();
        List<RawClient> clients = new ArrayList<>();
        try (WebServer server =
                WebServer.start(Servers.anyPort(), Map.of("/late", late, "/-/healthy", HealthPages.healthy()))) {
            // More than there are threads.
            for (int i = 0; i < 100; i++) {
                clients.add(ask(server));
            }
            List<CompletableFuture<Response>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                answers.add(late.next());
            }

            assertThat(get(server, "/-/healthy").status()).isEqualTo(200);

            answers.forEach(answer -> answer.complete(new Response(200, Map.of(), false, out -> {
                writer.set(Thread.currentThread().getName());
                out.write('x');
            })));
            for (RawClient client : clients) {
                assertThat(client.reply().text()).isEqualTo("x");
            }
            assertThat(writer.get()).startsWith("halfshake-web-");
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void slowReader_delaysNoOtherAndGetsAll() throws IOException {
        byte[] large = new byte[20_000_000];
        Response page = new Response(200, Map.of(), false, out -> out.write(large));
        try (WebServer server = WebServer.start(
                        Servers.anyPort(),
                        Map.of("/late", Handler.of(request -> page), "/-/healthy", HealthPages.healthy()));
                RawClient slow = ask(server)) {
            for (int i = 0; i < 100; i++) {
                assertThat(get(server, "/-/healthy").status()).isEqualTo(200);
            }

            assertThat(slow.reply().body()).hasSize(large.length);
        }
    }

    @Test
    void readiness_hasItsReason() throws IOException {
        AtomicReference<String> obstacle = new AtomicReference<>("no targets yet");
        try (WebServer server = Servers.of("/-/ready", HealthPages.ready(obstacle::get))) {
            Reply before = get(server, "/-/ready");
            obstacle.set(null);
            Reply after = get(server, "/-/ready");

            assertThat(before.status()).isEqualTo(503);
            assertThat(before.text()).isEqualTo("not ready: no targets yet\n");
            assertThat(after.status()).isEqualTo(200);
            assertThat(after.text()).isEqualTo("ready\n");
        }
    }

    @Test
    void stop_finishesWhatRuns() throws Exception {
        LatePage late = new LatePage();
        try (WebServer server = Servers.of("/late", late);
                RawClient client = ask(server);
                RawClient idle = new RawClient(server.address())) {
            CompletableFuture<Response> answer = late.next();
            CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> server.stop(LONG));
            awaitRefusal(server);
            assertThat(stopped).isNotDone();

            answer.complete(Response.text(200, "last"));

            assertThat(client.reply().text()).isEqualTo("last\n");
            assertThat(stopped.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(idle.isClosedByServer()).isTrue();
        }
    }

    /** That it accepts no more is seen only by trying. */
    private static void awaitRefusal(WebServer server) throws IOException {
        for (long end = System.nanoTime() + LONG.toNanos(); System.nanoTime() < end; ) {
            try {
                new RawClient(server.address()).close();
            } catch (ConnectException e) {
                return;
            }
        }
        throw new AssertionError("still accepts");
    }

    @Test
    void stop_cutsOffWhatTakesTooLong() throws Exception {
        LatePage late = new LatePage();
        try (WebServer server = Servers.of("/late", late);
                RawClient client = ask(server)) {
            CompletableFuture<Response> answer = late.next();

            assertThat(server.stop(Duration.ofMillis(1))).isFalse();
            assertThat(client.isClosedByServer()).isTrue();
            assertThat(answer.complete(Response.text(200, "too late"))).isTrue();
        }
    }

    @Test
    void stop_withoutRequestsEndsAtOnce() throws Exception {
        try (WebServer server = Servers.withPage()) {
            CompletableFuture<Boolean> stopped =
                    CompletableFuture.supplyAsync(() -> server.stop(Duration.ofSeconds(Long.MAX_VALUE)));

            assertThat(stopped.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(server.stop(LONG)).isTrue();
        }
    }
}
