package io.halfshake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.server.alerts.Receiver;
import io.halfshake.testing.TcpPeer;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of an outage after a restart: its state, its alert, and what the API shows of it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WatcherHistoryIT {
    @TempDir
    private Path directory;

    private void write(TcpPeer peer, Receiver receiver) throws Exception {
        Files.writeString(
                directory.resolve("halfshake.yaml"),
                "web: { port: 0 }\n"
                        + "defaults: { interval: 200ms, timeout: 100ms, rise: 1, fall: 1, alerts: [ a ] }\n"
                        + "store: { file: data/history }\n"
                        + "sinks: { a: { type: webhook, url: \"" + receiver.url("/hook")
                        + "\", window: 10ms, timeout: 2m } }\n"
                        + "targets: [ \"" + peer.target() + "\" ]\n");
    }

    private Watcher start() throws Exception {
        return Watcher.start(
                directory.resolve("halfshake.yaml"),
                Map.of(),
                checks -> Checker.builder().maxInFlight(checks).build());
    }

    private static String get(Watcher watcher, String path) throws Exception {
        URI url = URI.create("http://127.0.0.1:" + watcher.address().getPort() + path);
        try (InputStream body = url.toURL().openConnection(Proxy.NO_PROXY).getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The test's timeout bounds it. */
    private static void await(Watcher watcher, String path, String text) throws Exception {
        while (!get(watcher, path).contains(text)) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void outage_goesOnAfterARestart() throws Exception {
        try (Receiver receiver = new Receiver();
                TcpPeer down = TcpPeer.refusing()) {
            write(down, receiver);
            String outages = "/api/v1/targets/" + down.target() + "/outages";
            String since;
            try (Watcher watcher = start()) {
                assertThat(receiver.next().body()).contains("\"firing\":1,");
                // First that it can be read.
                await(watcher, "/metrics", "halfshake_store_writing 1.0\n");
                await(watcher, outages, "\"ending\":\"open\"");
                since = since(watcher, down);
            }
            try (Watcher watcher = start()) {
                assertThat(get(watcher, "/api/v1/status")).contains("\"down\":1,");
                await(watcher, "/api/v1/status", "\"store\":{\"state\":\"writing\"");
                assertThat(since(watcher, down)).startsWith(since.substring(0, "2026-11-30T12:00:00.000".length()));
                // It had begun a moment before, so that it may not have been sent.
                assertThat(receiver.next().body()).contains("\"firing\":1,", "found before the watcher was started");
                Files.writeString(
                        directory.resolve("halfshake.yaml"),
                        Files.readString(directory.resolve("halfshake.yaml")).replaceAll("store: .*\n", ""));
                assertThat(watcher.reload().errors())
                        .singleElement()
                        .satisfies(error -> assertThat(error)
                                .endsWith("store: changed (expected as it was at the start; a new start changes it)"));
                Files.writeString(
                        directory.resolve("halfshake.yaml"),
                        Files.readString(directory.resolve("halfshake.yaml"))
                                .replaceAll("targets: .*\n", "store: { file: data/history }\ntargets: []\n"));
                assertThat(watcher.reload().succeeded()).isTrue();
                assertThat(receiver.next().body()).contains("\"resolved\":1,", "\"removed\":true");
            }
            try (Watcher watcher = start()) {
                assertThat(get(watcher, "/api/v1/status")).contains("\"down\":0,");
            }
        }
    }

    private static String since(Watcher watcher, TcpPeer peer) throws Exception {
        String target = get(watcher, "/api/v1/targets/" + peer.target());
        String field = "\"since\":\"";
        int begin = target.indexOf(field) + field.length();
        return target.substring(begin, target.indexOf('"', begin));
    }

    @Test
    void fileThatCannotBeOpened_leavesTheChecksAlone() throws Exception {
        Files.createDirectory(directory.resolve("data"));
        Files.createDirectory(directory.resolve("data/history"));
        try (Receiver receiver = new Receiver();
                TcpPeer down = TcpPeer.refusing()) {
            write(down, receiver);
            try (Watcher watcher = start()) {
                assertThat(receiver.next().body()).contains("\"firing\":1,");
                await(watcher, "/api/v1/status", "\"store\":{\"state\":\"failing\"");
                await(watcher, "/metrics", "halfshake_store_writing 0.0\n");
                Files.delete(directory.resolve("data/history"));
                await(watcher, "/metrics", "halfshake_store_writing 1.0\n");
                await(watcher, "/api/v1/targets/" + down.target() + "/outages", "\"ending\":\"open\"");
                assertThat(get(watcher, "/api/v1/heat-map")).contains("\"columns\":72");
            }
        }
    }
}
