package io.halfshake.server.probe;

import io.halfshake.testing.PeerKind;
import io.halfshake.testing.StartPeer;
import io.halfshake.testing.TcpPeer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes both pages, with the relabelling that is usual for blackbox_exporter. */
class PrometheusIT {
    private final Path directory;

    PrometheusIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void needsPrometheus() {
        Program.assumeInstalled("prometheus", "prometheus");
    }

    private Program prometheus(int watcher, String open, String closed) throws Exception {
        Path config =
                Files.writeString(directory.resolve("prometheus.yml"), """
                global:
                  scrape_interval: 1s
                  scrape_timeout: 1s
                scrape_configs:
                  - job_name: halfshake
                    static_configs:
                      - targets: ["127.0.0.1:WATCHER"]
                  - job_name: tcp
                    metrics_path: /probe
                    params:
                      module: [tcp_connect]
                    static_configs:
                      - targets: ["OPEN", "CLOSED", "192.0.2.1:80"]
                    relabel_configs:
                      - source_labels: [__address__]
                        target_label: __param_target
                      - source_labels: [__param_target]
                        target_label: instance
                      - target_label: __address__
                        replacement: 127.0.0.1:WATCHER
                """.replace("WATCHER", Integer.toString(watcher))
                        .replace("OPEN", open)
                        .replace("CLOSED", closed));
        return Program.start(
                directory,
                List.of(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:PORT"));
    }

    /** Waits until the query has one result with this value. */
    private static void awaitValue(Program prometheus, String query, String value) throws Exception {
        String target = "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        prometheus.await(() -> {
            String response = prometheus.get(target);
            return response.contains(",\"" + value + "\"]}]}") && response.split("\"metric\"", -1).length == 2;
        });
    }

    @Test
    void bothPages_areScraped(@StartPeer TcpPeer open, @StartPeer(PeerKind.REFUSING) TcpPeer closed) throws Exception {
        try (Watcher watcher = new Watcher(open.target(), closed.target());
                Program prometheus = prometheus(watcher.port(), open.target(), closed.target())) {
            awaitValue(prometheus, "up{job=\"halfshake\"}", "1");
            awaitValue(prometheus, "halfshake_target_up{target=\"" + open.target() + "\"}", "1");
            awaitValue(
                    prometheus,
                    "halfshake_target_up{target=\"" + closed.target() + "\",name=\"of " + closed.target()
                            + "\",group=\"loopback\",env=\"a \\\"test\\\"\\n<b>\"}",
                    "0");
            awaitValue(prometheus, "halfshake_monitor_targets{state=\"up\"}", "1");
            awaitValue(prometheus, "clamp_max(halfshake_checks_total{reason=\"refused\"}, 1)", "1");

            awaitValue(prometheus, "probe_success{instance=\"" + open.target() + "\"}", "1");
            awaitValue(prometheus, "probe_success{instance=\"" + closed.target() + "\"}", "0");
            awaitValue(
                    prometheus,
                    "probe_success{instance=\"" + closed.target() + "\"} == 0 and halfshake_probe_conclusive == 1",
                    "0");
            awaitValue(prometheus, "probe_timeout_seconds{instance=\"" + open.target() + "\"}", "0.5");
            // Not on the allow-list.
            awaitValue(prometheus, "up{instance=\"192.0.2.1:80\"}", "0");

            prometheus.await(
                    () -> prometheus.get("/api/v1/targets").contains("server returned HTTP status 403 Forbidden"));
        }
    }
}
