package io.halfshake.server.probe;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.testing.PeerKind;
import io.halfshake.testing.StartPeer;
import io.halfshake.testing.TcpPeer;
import java.net.StandardProtocolFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside the real blackbox_exporter: the same findings, under the same names, of the same types. */
class BlackboxIT {
    private static final String PROGRAM = "prometheus-blackbox-exporter";

    private final Path directory;

    BlackboxIT(@TempDir Path directory) {
        this.directory = directory;
    }

    /** A page's metrics: the type of each, and the value of each that has no labels. */
    private record Scrape(Map<String, String> types, Map<String, Double> values) {
        static Scrape of(String page) {
            Map<String, String> types = new TreeMap<>();
            Map<String, Double> values = new TreeMap<>();
            page.lines().forEach(line -> {
                String[] parts = line.split(" ", -1);
                if (line.startsWith("# TYPE ")) {
                    types.put(parts[2], parts[3]);
                } else if (!line.startsWith("#") && line.indexOf('{') < 0) {
                    values.put(parts[0], Double.valueOf(parts[1]));
                }
            });
            return new Scrape(types, values);
        }
    }

    @BeforeEach
    void needsBlackboxExporter() {
        Program.assumeInstalled(PROGRAM, PROGRAM);
    }

    private Program blackbox() throws Exception {
        Path config = Files.writeString(
                directory.resolve("blackbox.yml"),
                "modules:\n  tcp_connect:\n    prober: tcp\n    timeout: 5s\n    tcp:\n      preferred_ip_protocol: ip4\n");
        return Program.start(
                directory, List.of(PROGRAM, "--config.file=" + config, "--web.listen-address=127.0.0.1:PORT"));
    }

    private void assertSame(TcpPeer peer, double success) throws Exception {
        String target = "/probe?module=tcp_connect&target="
                + peer.target().replace("[", "%5B").replace("]", "%5D");
        try (Watcher watcher = new Watcher();
                Program blackbox = blackbox()) {
            Scrape theirs = Scrape.of(blackbox.get(target));
            Scrape ours = Scrape.of(Program.get(watcher.port(), target));

            Map<String, String> shared = theirs.types().entrySet().stream()
                    .filter(each -> ours.types().containsKey(each.getKey()))
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            assertThat(shared)
                    .containsOnlyKeys(
                            "probe_success",
                            "probe_duration_seconds",
                            "probe_dns_lookup_time_seconds",
                            "probe_ip_protocol",
                            "probe_ip_addr_hash");
            assertThat(ours.types()).containsAllEntriesOf(shared);
            assertThat(ours.values()).containsEntry("probe_success", success);
            for (String same : List.of("probe_success", "probe_ip_protocol", "probe_ip_addr_hash")) {
                assertThat(ours.values().get(same))
                        .as(same)
                        .isEqualTo(theirs.values().get(same));
            }
        }
    }

    @Test
    void openPort_isFoundTheSame(@StartPeer TcpPeer peer) throws Exception {
        assertSame(peer, 1);
    }

    @Test
    void closedPort_isFoundTheSame(@StartPeer(PeerKind.REFUSING) TcpPeer peer) throws Exception {
        assertSame(peer, 0);
    }

    @Test
    void ipv6_isFoundTheSame() throws Exception {
        Assumptions.assumeTrue(TcpPeer.hasIpv6(), "no IPv6 on loopback");
        try (TcpPeer peer = TcpPeer.open(PeerKind.ACCEPTING, StandardProtocolFamily.INET6)) {
            assertSame(peer, 1);
        }
    }
}
