package io.halfshake.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.Checker;
import io.halfshake.server.config.ConfigException;
import io.halfshake.server.web.RawClient;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WatcherTest extends WatcherSetup {
    private static boolean isListening(int port) throws IOException {
        try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return connected.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    @Test
    void targetsOfTheFile_areWatchedUnderTheirNames() throws Exception {
        write(WEB + "targets:\n" + entry("good", open) + entry("bad", closed));
        try (Watcher watcher = start()) {
            assertThat(watcher.targets()).isEqualTo(2);
            awaitMetric(watcher, up(open.target(), "good") + " 1.0");
            awaitMetric(watcher, up(closed.target(), "bad") + " 0.0");
            assertThat(metrics(watcher)).contains("halfshake_config_last_reload_successful 1.0\n");
            assertThat(send(watcher, "GET", "/-/healthy").statusCode()).isEqualTo(200);
            assertThat(send(watcher, "GET", "/-/ready").statusCode()).isEqualTo(200);
            assertThat(send(watcher, "GET", "/").body()).startsWith("<!DOCTYPE html>");
            assertThat(RawClient.get(watcher.address(), "/").text())
                    .startsWith("Halfshake watches the targets of a file.\n")
                    .contains("/metrics ", "/probe", "/-/reload ", "/api/v1/targets ", "/events ", "/badge/");
        }
    }

    @Test
    void api_tellsWhatTheFileCallsThem() throws Exception {
        write(WEB + "targets:\n  - { name: good, group: <b>, target: \"" + open.target()
                + "\", labels: { env: prod } }\n" + entry("bad", closed));
        try (Watcher watcher = start()) {
            awaitMetric(watcher, up(closed.target(), "bad") + " 0.0");
            awaitMetric(watcher, up(open.target(), "good").replace("{", "{env=\"prod\",group=\"<b>\",") + " 1.0");
            String list = send(watcher, "GET", "/api/v1/targets").body();
            assertThat(list)
                    .startsWith("{\"targets\":[{\"target\":\"" + open.target()
                            + "\",\"name\":\"good\",\"group\":\"<b>\",\"labels\":{\"env\":\"prod\"},\"state\":\"up\"")
                    .containsOnlyOnce("\"name\":\"bad\",\"labels\":{},\"state\":\"down\"");
            assertThat(send(watcher, "GET", "/api/v1/targets/" + closed.target())
                            .body())
                    .startsWith("{\"target\":\"" + closed.target() + "\",\"name\":\"bad\"")
                    .contains("\"outages\":[{");
            assertThat(send(watcher, "GET", "/api/v1/status").body())
                    .contains("\"targets\":{\"up\":1,\"down\":1,\"unknown\":0}");
            assertThat(send(watcher, "GET", "/badge/" + open.target() + ".svg").body())
                    .contains("<title>good: up</title>");

            // A target that is called something else keeps its place.
            write(WEB + "targets:\n" + entry("new", open) + entry("bad", closed));
            assertThat(watcher.reload().succeeded()).isTrue();
            assertThat(send(watcher, "GET", "/api/v1/targets").body())
                    .startsWith("{\"targets\":[{\"target\":\"" + open.target() + "\",\"name\":\"new\",\"labels\":{}");
            write(WEB + "targets:\n" + entry("bad", closed));
            assertThat(watcher.reload().succeeded()).isTrue();
            assertThat(send(watcher, "GET", "/api/v1/targets").body()).doesNotContain(open.target());
        }
    }

    @Test
    void events_tellOfChanges() throws Exception {
        write(WEB + "targets:\n" + entry("good", open));
        try (Watcher watcher = start();
                RawClient client = new RawClient(watcher.address())) {
            List<String> head =
                    client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n").head();
            assertThat(head).contains("Content-type: text/event-stream; charset=utf-8");
            StringBuilder read = new StringBuilder();
            assertThat(client.chunk()).contains("\nevent: reset\ndata: {\"status\":{");
            write(WEB + "targets:\n" + entry("other", open) + entry("bad", closed));
            assertThat(watcher.reload().succeeded()).isTrue();
            awaitEvent(client, read, "\"name\":\"other\"");
            awaitEvent(client, read, "\"name\":\"bad\",\"labels\":{},\"state\":\"down\"");

            write(WEB + "targets:\n" + entry("other", open));
            assertThat(watcher.reload().succeeded()).isTrue();
            awaitEvent(client, read, "\"removed\":[\"" + closed.target() + "\"]");
        }
    }

    @Test
    void historyThatIsNotKept_isNamedSo() throws Exception {
        write(WEB + "targets:\n" + entry("good", open));
        try (Watcher watcher = start()) {
            for (String path : List.of("/api/v1/heat-map", "/api/v1/targets/" + open.target() + "/outages")) {
                assertThat(send(watcher, "GET", path))
                        .isEqualTo(new Reply(
                                404, "history: none is kept (expected the key store in the configuration)\n"));
            }
        }
    }

    /** None of them is a file, nor another page. */
    @Test
    void pathsWithDots_areNotFound() throws Exception {
        write(WEB + "targets:\n" + entry("good", open));
        try (Watcher watcher = start()) {
            for (String path : List.of(
                    "/..",
                    "/../../../../etc/passwd",
                    "/%2e%2e/%2e%2e/etc/passwd",
                    "/./metrics",
                    "/api/../metrics",
                    "/page.css/../page.js",
                    "/api/v1/targets/..",
                    "/api/v1/targets/..%2f..%2f..%2fmetrics",
                    "/api/v1/targets/../status",
                    "/api/v1/targets/%2e%2e/outages",
                    "/badge/../metrics.svg",
                    "/badge/..%2f..%2fetc%2fpasswd%00.svg",
                    "/badge/...svg")) {
                assertThat(RawClient.get(watcher.address(), path).status())
                        .as(path)
                        .isEqualTo(404);
            }
        }
    }

    /** The test's timeout bounds it. */
    private static void awaitEvent(RawClient client, StringBuilder read, String part) throws IOException {
        while (read.indexOf(part) < 0) {
            read.append(client.chunk());
        }
    }

    /** The engine is asked for before the server listens, and once it does, before the targets are added. */
    @Test
    void watcher_isReadyOnceItsTargetsAreAdded() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        write("web: { port: " + port + " }\ntargets:\n" + entry("good", open));
        List<Reply> meanwhile = new ArrayList<>();
        // The thread that makes the events asks for the engine, too.
        Thread starter = Thread.currentThread();
        IntFunction<Checker> checkers = checks -> {
            Checker checker = FakeChecker.create();
            return (Checker) Proxy.newProxyInstance(
                    Checker.class.getClassLoader(), new Class<?>[] {Checker.class}, (proxy, method, arguments) -> {
                        if (Thread.currentThread() == starter
                                && method.getName().equals("engine")
                                && isListening(port)) {
                            meanwhile.add(send(port, "GET", "/-/ready"));
                        }
                        return method.invoke(checker, arguments);
                    });
        };
        try (Watcher watcher = Watcher.start(file(), Map.of(), checkers)) {
            assertThat(meanwhile).containsExactly(new Reply(503, "not ready: starting\n"));
            assertThat(send(watcher, "GET", "/-/ready")).isEqualTo(new Reply(200, "ready\n"));
        }
    }

    @Test
    void silentWitness_isBlindness() throws Exception {
        try (TcpPeer silent = TcpPeer.silent()) {
            write(WEB + "targets:\n" + entry("good", open) + "witnesses: { targets: [ \"" + silent.target()
                    + "\" ] }\nprobe: { allow: [ \"127.0.0.0/8\" ] }\n");
            try (Watcher watcher = start()) {
                awaitMetric(watcher, "halfshake_monitor_blind 1.0");
                awaitMetric(watcher, up(open.target(), "good") + " 1.0");
                assertThat(send(watcher, "GET", "/probe?target=" + open.target())
                                .body())
                        .contains("halfshake_probe_blind 1.0\n", "halfshake_probe_conclusive 1.0\n");
            }
        }
    }

    @Test
    void probe_isPermittedByTheFile() throws Exception {
        write(WEB + "probe: { allow: [ \"127.0.0.0/8\" ] }\ntargets: []\n");
        try (Watcher watcher = start()) {
            assertThat(send(watcher, "GET", "/probe?target=" + open.target()).body())
                    .contains("probe_success 1.0\n");
            write(WEB + "targets: []\n");
            assertThat(watcher.reload().succeeded()).isTrue();
            assertThat(send(watcher, "GET", "/probe?target=" + open.target()).statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void addressInUse_isAnErrorAndLeavesNothing() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            write("web: { port: " + taken.getLocalPort() + " }\ntargets:\n" + entry("good", open));
            Checker[] made = new Checker[1];
            assertThatThrownBy(() -> Watcher.start(file(), Map.of(), checks -> made[0] = Checker.create()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
            assertThatThrownBy(() -> made[0].checkAddr(open.target(), Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(made[0].stats().up())
                    .as("checks before the address was found taken")
                    .isZero();
        }
    }

    @Test
    void wrongFileAtTheStart_makesNoChecker() throws Exception {
        write("targets: [ { name: x } ]\n");
        assertThatThrownBy(() -> Watcher.start(file(), Map.of(), checks -> {
                    throw new AssertionError("a checker was made");
                }))
                .isInstanceOf(ConfigException.class);
    }
}
