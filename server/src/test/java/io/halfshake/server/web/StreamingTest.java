package io.halfshake.server.web;

import static io.halfshake.server.web.RawClient.get;
import static io.halfshake.server.web.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.server.web.RawClient.Reply;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Responses that go on, with the JDK's server. */
@Timeout(120)
class StreamingTest {
    private static final String REQUEST = "GET /stream HTTP/1.1\r\nHost: x\r\n\r\n";

    private final BlockingQueue<ResponseStream> begun = new LinkedBlockingQueue<>();
    private final List<RawClient> clients = new ArrayList<>();
    private WebServer server;

    @BeforeEach
    void start() throws IOException {
        server = WebServer.start(
                Servers.anyPort(),
                Map.of(
                        "/stream",
                        Handler.of(request -> Response.streaming("text/event-stream", begun::add)),
                        "/full",
                        Handler.of(request -> Response.streaming("text/event-stream", stream -> {
                            throw new RequestException(503, "full");
                        })),
                        "/-/healthy",
                        HealthPages.healthy()));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (RawClient each : clients) {
            each.close();
        }
    }

    private RawClient ask() throws IOException {
        RawClient client = new RawClient(server.address()).send(REQUEST);
        clients.add(client);
        return client;
    }

    private ResponseStream next() throws InterruptedException {
        ResponseStream stream = begun.poll(60, TimeUnit.SECONDS);
        assertThat(stream).isNotNull();
        return stream;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void stream_arrivesAsItIsWrittenAndTheConnectionIsClosed() throws Exception {
        RawClient client = ask();
        try (ResponseStream stream = next()) {
            stream.write(bytes("one"));
            assertThat(client.head())
                    .contains("HTTP/1.1 200 OK", "Transfer-encoding: chunked", "Cache-control: no-store")
                    .contains("Content-type: text/event-stream", "Connection: close");
            assertThat(client.chunk()).isEqualTo("one");
            stream.write(bytes("two"));
            assertThat(client.chunk()).isEqualTo("two");
        }
        assertThat(client.chunk()).isEmpty();
        assertThat(client.isClosedByServer()).isTrue();
    }

    @Test
    void openStreams_holdNoThreads() throws Exception {
        for (int i = 0; i < 100; i++) {
            RawClient unused = ask();
        }
        for (int i = 0; i < 100; i++) {
            next().write(bytes("x"));
        }
        assertThat(get(server, "/-/healthy").status()).isEqualTo(200);
    }

    @Test
    void interrupt_freesAWriterThatWaitsForAReader() throws Exception {
        RawClient client = ask();
        ResponseStream stream = next();
        CompletableFuture<Void> writer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try (stream) {
                for (int i = 0; i < 1_000_000; i++) {
                    stream.write(new byte[100_000]);
                }
                writer.complete(null);
            } catch (IOException e) {
                writer.completeExceptionally(e);
            }
        });
        thread.start();
        assertThat(client.head()).isNotEmpty();
        thread.interrupt();

        assertThatThrownBy(() -> writer.get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class);
        thread.join(60_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(get(server, "/-/healthy").status()).isEqualTo(200);
    }

    /**
     * Each takes one of the connections that the server may have open. From Java 25 on it is given back at once, so
     * that as many as there may be leave room. Before, it is when the time of the response is up: there half of them
     * are left, which proves less.
     */
    @Test
    void interruptedStreams_leaveConnectionsForOthers() throws Exception {
        int limit = Integer.getInteger("jdk.httpserver.maxConnections", 0);
        assertThat(limit).isPositive();
        int interrupts = Runtime.version().feature() >= 25 ? limit : limit / 2;
        for (int i = 0; i < interrupts; i++) {
            RawClient unusedClient = ask();
            try (ResponseStream stream = next()) {
                stream.write(bytes("one"));
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> stream.write(bytes("two"))).isInstanceOf(ClosedByInterruptException.class);
            } finally {
                boolean unused = Thread.interrupted();
            }
        }
        assertThat(get(server, "/-/healthy").status()).isEqualTo(200);
    }

    @Test
    void refusal_isSentInstead() throws IOException {
        Reply refused = get(server, "/full");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text()).isEqualTo("full\n");
    }

    @Test
    void head_beginsNoStream() throws IOException {
        Reply head = request(server, "HEAD", "/stream");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers()).containsEntry("content-type", "text/event-stream");
        assertThat(begun).isEmpty();
    }

    @Test
    void stop_waitsForNoStream() throws Exception {
        RawClient client = ask();
        ResponseStream stream = next();
        stream.write(bytes("x"));

        assertThat(server.stop(Duration.ofHours(1))).isTrue();
        assertThat(client.head()).isNotEmpty();
        assertThat(client.chunk()).isEqualTo("x");
        assertThat(client.isClosedByServer()).isTrue();
        stream.close();
    }
}
