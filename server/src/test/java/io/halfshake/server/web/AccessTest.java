package io.halfshake.server.web;

import static io.halfshake.server.web.CredentialsTest.basic;
import static io.halfshake.server.web.RawClient.get;
import static io.halfshake.server.web.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.halfshake.server.web.RawClient.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is answered, where there are credentials. */
class AccessTest {
    private static final Credentials LOGIN = Credentials.password("ops", "long enough");
    private static final String RIGHT = "Authorization: " + basic("ops:long enough");

    private final AtomicInteger actions = new AtomicInteger();
    private WebServer server;

    /** Changes something. */
    private final class Action implements Handler {
        @Override
        public CompletableFuture<Response> handle(Request request) {
            return CompletableFuture.completedFuture(Response.text(200, "done " + actions.incrementAndGet()));
        }

        @Override
        public boolean isAction() {
            return true;
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = WebServer.start(
                Servers.anyPort(),
                Map.of(
                        "/page",
                        Handler.of(request -> Response.text(200, "content")),
                        "/badge/{target}.svg",
                        Handler.of(request -> Response.text(200, "badge")),
                        "/events",
                        Handler.of(request -> Response.streaming("text/event-stream", stream -> {
                            throw new RequestException(503, "a stream began");
                        })),
                        "/action",
                        new Action(),
                        "/-/healthy",
                        HealthPages.healthy(),
                        "/-/ready",
                        HealthPages.ready(() -> "starting")),
                new WebSecurity(LOGIN, null));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page", "/badge/db:1.svg", "/events", "/none", "/", "/-/healthy/", "/-/healthy;x"})
    void page_isForThoseWhoSendTheCredentials(String path) throws IOException {
        Reply refused = get(server, path);

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers())
                .containsEntry("www-authenticate", "Basic realm=\"halfshake\", charset=\"UTF-8\"")
                .containsEntry("cache-control", "no-store");
        assertThat(refused.text())
                .isEqualTo("Authorization: missing or wrong (expected the credentials of web.auth)\n");
        assertThat(get(server, path, "Authorization: " + basic("ops:long enougj"))
                        .status())
                .isEqualTo(401);
        assertThat(get(server, path, RIGHT).status()).isIn(200, 404, 503);
    }

    @Test
    void rightCredentials_getThePage() throws IOException {
        assertThat(get(server, "/page", RIGHT).text()).isEqualTo("content\n");
        assertThat(get(server, "/badge/db:1.svg", RIGHT).text()).isEqualTo("badge\n");
        assertThat(get(server, "/events", RIGHT).text()).isEqualTo("a stream began\n");
        assertThat(get(server, "/none", RIGHT).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"/-/healthy, 200", "/-/ready, 503"})
    void health_isForAll(String path, int status) throws IOException {
        assertThat(get(server, path).status()).isEqualTo(status);
        assertThat(get(server, path, "Authorization: Basic nonsense").status()).isEqualTo(status);
    }

    @Test
    void head_isRefusedAsWell() throws IOException {
        Reply refused = request(server, "HEAD", "/page");

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.headers()).containsKey("www-authenticate");
        assertThat(request(server, "HEAD", "/page", RIGHT).status()).isEqualTo(200);
    }

    @Test
    void action_isNotMadeWithoutCredentials() throws IOException {
        assertThat(request(server, "POST", "/action").status()).isEqualTo(401);
        assertThat(request(server, "PUT", "/action").status()).isEqualTo(401);
        assertThat(actions).hasValue(0);

        assertThat(request(server, "POST", "/action", RIGHT).text()).isEqualTo("done 1\n");
        assertThat(request(server, "POST", "/action", RIGHT, "Origin: http://other.example")
                        .status())
                .as("a page of another server, in a browser that knows the password")
                .isEqualTo(403);
    }

    @Test
    void twoHeaders_areRefused() throws IOException {
        assertThat(get(server, "/page", RIGHT, RIGHT).status()).isEqualTo(400);
    }

    @Test
    void credentials_areAskedForOnOpenConnectionsToo() throws IOException {
        String head = "GET /page HTTP/1.1\r\nHost: x\r\n";
        try (RawClient client = new RawClient(server.address())) {
            assertThat(client.send(head + RIGHT + "\r\n\r\n").reply().status()).isEqualTo(200);
            assertThat(client.send(head + "\r\n").reply().status()).isEqualTo(401);

            server.configure(new WebSecurity(Credentials.token("another-0123456789"), null));
            assertThat(client.send(head + RIGHT + "\r\n\r\n").reply().status()).isEqualTo(401);
            Reply reply = client.send(head + "Authorization: Bearer another-0123456789\r\n\r\n")
                    .reply();
            assertThat(reply.status()).isEqualTo(200);

            server.configure(WebSecurity.NONE);
            assertThat(client.send(head + "\r\n").reply().status()).isEqualTo(200);
        }
    }

    @Test
    void hashedPassword_isCheckedOnceAndWrongOnesEachTime() throws IOException {
        server.configure(new WebSecurity(Credentials.hashed("ops", PasswordHashTest.hash()), null));
        String right = "Authorization: " + basic("ops:p\u00e4ssw\u00f6rd:1");

        for (int i = 0; i < 3; i++) {
            assertThat(get(server, "/page", right).text()).isEqualTo("content\n");
            assertThat(get(server, "/none", right).status()).isEqualTo(404);
            assertThat(get(server, "/page", "Authorization: " + basic("ops:p\u00e4ssw\u00f6rd:2"))
                            .status())
                    .isEqualTo(401);
        }
    }

    /** Runs tasks when the test does, and one at most waits. */
    private static final class ManualExecutor extends AbstractExecutorService {
        private final List<Runnable> tasks = new ArrayList<>();

        @Override
        public void execute(Runnable task) {
            if (!tasks.isEmpty()) {
                throw new RejectedExecutionException("full");
            }
            tasks.add(task);
        }

        @Override
        public void shutdown() {
            tasks.clear();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.copyOf(tasks);
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return false;
        }
    }

    private static Request by(String password) {
        return new Request("/page", null, Map.of("Authorization", List.of(basic("ops:" + password))));
    }

    @Test
    void hash_isComputedElsewhereAndForFewAtOnce() {
        ManualExecutor executor = new ManualExecutor();
        try (AccessGate gate = new AccessGate(Credentials.hashed("ops", PasswordHashTest.hash()), executor)) {
            CompletableFuture<Response> made = new CompletableFuture<>();
            CompletableFuture<Response> answer = gate.guard(by("p\u00e4ssw\u00f6rd:1"), () -> made);
            assertThat(answer).isNotDone();

            assertThatExceptionOfType(RequestException.class)
                    .isThrownBy(() -> gate.guard(by("another"), () -> made))
                    .withMessage("passwords: 16 are being checked (expected fewer)")
                    .satisfies(refused -> assertThat(refused.status()).isEqualTo(503));

            executor.tasks.remove(0).run();
            assertThat(made.complete(Response.text(200, "content"))).isTrue();
            assertThat(answer.join().status()).isEqualTo(200);

            CompletableFuture<Response> known = gate.guard(by("p\u00e4ssw\u00f6rd:1"), () -> made);
            assertThat(known.join().status()).isEqualTo(200);
            assertThat(executor.tasks).isEmpty();
        }
    }

    @Test
    void sameCredentials_keepTheKnownPassword() {
        ManualExecutor executor = new ManualExecutor();
        try (AccessGate gate = new AccessGate(Credentials.hashed("ops", PasswordHashTest.hash()), executor)) {
            CompletableFuture<Response> made = CompletableFuture.completedFuture(Response.text(200, "content"));
            CompletableFuture<Response> first = gate.guard(by("p\u00e4ssw\u00f6rd:1"), () -> made);
            executor.tasks.remove(0).run();
            assertThat(first.join().status()).isEqualTo(200);

            gate.configure(Credentials.hashed("ops", PasswordHashTest.hash()));
            assertThat(gate.guard(by("p\u00e4ssw\u00f6rd:1"), () -> made)).isDone();

            gate.configure(Credentials.hashed("ops", PasswordHashTest.hash()).withToken("0123456789abcdef"));
            assertThat(gate.guard(by("p\u00e4ssw\u00f6rd:1"), () -> made)).isNotDone();
        }
    }
}
