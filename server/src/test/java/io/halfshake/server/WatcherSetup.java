package io.halfshake.server;

import io.halfshake.Checker;
import io.halfshake.Resolver;
import io.halfshake.server.service.ServiceManager;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A watcher of a file that a test writes, of a target that is up and one that is down, and a client of its pages. */
abstract class WatcherSetup {
    /** Only the test reads a file again. */
    static final Duration NEVER = Duration.ofDays(1);

    static final String WEB = "web: { port: 0 }\ndefaults: { interval: 1s, timeout: 1s }\n";

    @TempDir
    Path directory;

    final TcpPeer open = TcpPeer.accepting();
    final TcpPeer closed = TcpPeer.refusing();

    @AfterEach
    void freePorts() {
        open.close();
        closed.close();
    }

    Path file() {
        return directory.resolve("halfshake.yaml");
    }

    void write(String text) throws IOException {
        Files.writeString(file(), text);
    }

    static Checker checker(int checks) {
        return Checker.builder().maxInFlight(checks).build();
    }

    Watcher start() throws Exception {
        return Watcher.start(file(), Map.of(), WatcherSetup::checker, ServiceManager.none(), Resolver.system(), NEVER);
    }

    Watcher startPolling() throws Exception {
        return Watcher.start(file(), Map.of(), WatcherSetup::checker);
    }

    record Reply(int statusCode, String body) {}

    static Reply send(Watcher watcher, String method, String path) throws IOException {
        return send(watcher.address().getPort(), method, path);
    }

    static Reply send(int port, String method, String path) throws IOException {
        URL url = new URL("http://127.0.0.1:" + port + path);
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        connection.setRequestMethod(method);
        // As browsers ask. What a JDK asks for by itself is not the same in each.
        connection.setRequestProperty("Accept", "text/html, */*;q=0.2");
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Reply(status, new String(body.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    String metrics(Watcher watcher) throws Exception {
        return send(watcher, "GET", "/metrics").body();
    }

    /** The test's timeout bounds it. */
    void awaitMetric(Watcher watcher, String line) throws Exception {
        while (!metrics(watcher).contains(line + "\n")) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    static String up(String target, String name) {
        return "halfshake_target_up{name=\"" + name + "\",target=\"" + target + "\"}";
    }

    static String entry(String name, TcpPeer peer) {
        return "  - { name: " + name + ", target: \"" + peer.target() + "\" }\n";
    }
}
