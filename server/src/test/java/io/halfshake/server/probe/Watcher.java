package io.halfshake.server.probe;

import io.halfshake.Checker;
import io.halfshake.Resolver;
import io.halfshake.monitor.Monitor;
import io.halfshake.server.metrics.MetricsPage;
import io.halfshake.server.metrics.MonitorMetrics;
import io.halfshake.server.metrics.TargetLabels;
import io.halfshake.server.web.HealthPages;
import io.halfshake.server.web.Servers;
import io.halfshake.server.web.WebServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** All pages of this module, of a real checker and a monitor, on a port of 127.0.0.1 that is free. */
final class Watcher implements AutoCloseable {
    private final Checker checker = Checker.create();
    private final Resolver resolver = Resolver.system();
    private final Monitor monitor = Monitor.builder(checker)
            .interval(Duration.ofMillis(500))
            .timeout(Duration.ofMillis(400))
            .build();
    private final WebServer server;

    Watcher(String... targets) throws IOException {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new MonitorMetrics(
                monitor,
                checker,
                target -> new TargetLabels("of " + target, "loopback", Map.of("env", "a \"test\"\n<b>")),
                MonitorMetrics.DEFAULT_DETAIL_LIMIT));
        List.of(targets).forEach(monitor::add);
        ProbePage probe = new ProbePage(
                checker,
                resolver,
                AllowList.parse(List.of("127.0.0.0/8", "[::1]")),
                Map.of("tcp_connect", new ProbeModule(Duration.ofSeconds(5))),
                100,
                () -> monitor.blindness() == null ? 0 : 1);
        server = WebServer.start(
                Servers.anyPort(),
                Map.of(
                        "/metrics",
                        new MetricsPage(registry),
                        "/probe",
                        probe,
                        "/-/healthy",
                        HealthPages.healthy(),
                        "/-/ready",
                        HealthPages.ready(() -> monitor.stats().targets() == 0 ? "no targets" : null)));
    }

    int port() {
        return server.address().getPort();
    }

    @Override
    public void close() {
        server.close();
        monitor.close();
        checker.close();
        resolver.close();
    }
}
