package io.halfshake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.Resolver;
import io.halfshake.server.alerts.Receiver;
import io.halfshake.server.service.ServiceManager;
import io.halfshake.testing.TcpPeer;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The way of an alert from the file to a receiver. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WatcherAlertsIT {
    @TempDir
    private Path directory;

    /** What Halfshake logs. By reflection, since the module does not require {@code java.logging}. */
    private static final class LogLines implements AutoCloseable {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        /** Refers to it, since a logger that is not referred to is lost with what was set on it. */
        private final Object logger;

        LogLines() throws ReflectiveOperationException {
            logger = type("Logger").getMethod("getLogger", String.class).invoke(null, "io.halfshake");
            Class<?> filter = type("Filter");
            setFilter(Proxy.newProxyInstance(
                    filter.getClassLoader(), new Class<?>[] {filter}, (proxy, method, arguments) -> {
                        Object message =
                                type("LogRecord").getMethod("getMessage").invoke(arguments[0]);
                        Object thrown = type("LogRecord").getMethod("getThrown").invoke(arguments[0]);
                        lines.add(message + " " + thrown);
                        return true;
                    }));
        }

        private static Class<?> type(String name) throws ClassNotFoundException {
            return Class.forName("java.util.logging." + name);
        }

        private void setFilter(@Nullable Object filter) throws ReflectiveOperationException {
            logger.getClass().getMethod("setFilter", type("Filter")).invoke(logger, filter);
        }

        @Override
        public void close() throws ReflectiveOperationException {
            setFilter(null);
        }
    }

    private void write(String sinks, TcpPeer closed) throws Exception {
        Files.writeString(
                directory.resolve("halfshake.yaml"),
                "web: { port: 0 }\n"
                        + "defaults: { interval: 1s, alerts: [ a, dead ] }\n"
                        + "targets: [ { name: db, target: \"" + closed.target() + "\", labels: { env: test } } ]\n"
                        + "sinks:\n" + sinks);
    }

    private static String metrics(Watcher watcher) throws Exception {
        URI url = URI.create("http://127.0.0.1:" + watcher.address().getPort() + "/metrics");
        try (InputStream body =
                url.toURL().openConnection(java.net.Proxy.NO_PROXY).getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The test's timeout bounds it. */
    private static void awaitMetric(Watcher watcher, String line) throws Exception {
        while (!metrics(watcher).contains(line + "\n")) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void outageInAMaintenanceWindow_isShownAndIsSentWhenTheWindowIsTakenOut() throws Exception {
        try (TcpPeer closed = TcpPeer.refusing();
                Receiver receiver = new Receiver()) {
            String labels = "{name=\"db\",target=\"" + closed.target() + "\"}";
            String file = "web: { port: 0 }\n"
                    + "defaults: { interval: 1s, alerts: [ a ] }\n"
                    + "targets: [ { name: db, target: \"" + closed.target() + "\" } ]\n"
                    + "sinks: { a: { type: webhook, url: \"" + receiver.url("/") + "\", window: 10ms,"
                    + " content-type: text/plain, template: \"{{name}} is {{status}}\" } }\n";
            Path path = Files.writeString(
                    directory.resolve("halfshake.yaml"),
                    file + "maintenance: [ { name: upgrade, from: 2000-01-01T00:00Z, until: 2100-01-01T00:00Z } ]\n");
            try (Watcher watcher = Watcher.start(
                    path,
                    Map.of(),
                    checks -> Checker.builder().maxInFlight(checks).build(),
                    ServiceManager.none(),
                    Resolver.system(),
                    // Only the test reads the file again.
                    Duration.ofDays(1))) {
                awaitMetric(watcher, "halfshake_target_up" + labels + " 0.0");
                awaitMetric(watcher, "halfshake_monitor_transitions_waiting 0.0");
                assertThat(metrics(watcher))
                        .contains(
                                "halfshake_maintenance_open{window=\"upgrade\"} 1.0\n",
                                "halfshake_target_maintenance" + labels + " 1.0\n",
                                "halfshake_alerts_queued{sink=\"a\"} 0.0\n",
                                "halfshake_alerts_sent_total{sink=\"a\"} 0.0\n");

                Path unused = Files.writeString(path, file);
                assertThat(watcher.reload())
                        .isEqualTo(
                                new Reload(List.of(), "targets: 0 added, 0 removed, 0 changed; maintenance changed"));
                assertThat(receiver.next().body()).isEqualTo("db is firing");
                assertThat(metrics(watcher)).doesNotContain("maintenance");
            }
        }
    }

    @Test
    void outage_isSentAndCountedAndNoSecretIsShown() throws Exception {
        try (TcpPeer closed = TcpPeer.refusing();
                Receiver alive = new Receiver();
                Receiver dead = new Receiver();
                LogLines log = new LogLines()) {
            dead.respond(500);
            String sinks = "  a: { type: webhook, url: \"${URL}\", secret: \"${KEY}\", window: 10ms, timeout: 2m }\n"
                    + "  dead: { type: webhook, url: \"" + dead.url("/hush") + "\", window: 10ms, timeout: 2m }\n";
            write(sinks, closed);
            Map<String, String> variables = Map.of("URL", alive.url("/hook-hush"), "KEY", "hush");
            try (Watcher watcher = Watcher.start(
                    directory.resolve("halfshake.yaml"),
                    variables,
                    checks -> Checker.builder().maxInFlight(checks).build(),
                    ServiceManager.none(),
                    Resolver.system(),
                    // Only the test reads the file again.
                    Duration.ofDays(1))) {
                Receiver.Received alert = alive.next();
                assertThat(alert.path()).isEqualTo("/hook-hush");
                assertThat(alert.body())
                        .contains("\"firing\":1,", "\"target\":\"" + closed.target() + "\",\"name\":\"db\"")
                        .contains("\"labels\":{\"env\":\"test\"},\"reason\":\"refused\"", "\"beganUnseen\":true");
                awaitMetric(watcher, "halfshake_alerts_sent_total{sink=\"a\"} 1.0");
                assertThat(dead.next().path()).isEqualTo("/hush");
                Eventually.holds(
                        "its response is logged",
                        () -> log.lines.stream()
                                .anyMatch(line -> line.startsWith("sink dead: HTTP 500; next attempt in ")));
                awaitMetric(watcher, "halfshake_alerts_queued{sink=\"dead\"} 1.0");
                assertThat(metrics(watcher))
                        .contains("halfshake_alerts_dropped_total{sink=\"dead\"} 0.0\n")
                        .doesNotContain("hush");

                // The sink that did not change keeps its counters.
                write(
                        sinks.replaceAll("  dead.*\n", "  dead: { type: webhook, url: \"http://127.0.0.1/\" }\n"),
                        closed);
                assertThat(watcher.reload())
                        .isEqualTo(new Reload(List.of(), "targets: 0 added, 0 removed, 0 changed; sinks changed"));
                assertThat(metrics(watcher))
                        .contains("halfshake_alerts_sent_total{sink=\"a\"} 1.0\n")
                        .contains("halfshake_alerts_sent_total{sink=\"dead\"} 0.0\n");

                write("  a: { type: webhook, url: hush }\n  dead: hush\n", closed);
                assertThat(watcher.reload().errors()).hasSize(2).noneMatch(error -> error.contains("hush"));

                write(sinks, closed);
                Files.writeString(
                        directory.resolve("halfshake.yaml"),
                        Files.readString(directory.resolve("halfshake.yaml")).replaceAll("targets: .*", "targets: []"));
                assertThat(watcher.reload().succeeded()).isTrue();
                assertThat(alive.next().body()).contains("\"resolved\":1,", "\"removed\":true");
            }
            assertThat(log.lines).isNotEmpty().noneMatch(line -> line.contains("hush"));
            assertThat(log.lines).anyMatch(line -> line.startsWith("sink dead: HTTP 500; next attempt in "));
        }
    }
}
