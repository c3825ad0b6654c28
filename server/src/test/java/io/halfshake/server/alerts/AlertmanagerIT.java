package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.monitor.Transition;
import io.halfshake.server.maintenance.Maintenance;
import io.halfshake.server.probe.Program;
import io.halfshake.testing.CheckResults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Alertmanager gets alerts of a target, and tells a receiver of them. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class AlertmanagerIT {
    /** A little in the past. */
    private final Instant start = Instant.now().minusSeconds(2);

    private final Path directory;

    AlertmanagerIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void needsAlertmanager() {
        Program.assumeInstalled("prometheus-alertmanager", "prometheus-alertmanager");
    }

    private Program alertmanager(Receiver receiver) throws Exception {
        Path config = Files.writeString(
                directory.resolve("alertmanager.yml"), """
                global: { resolve_timeout: 1s }
                route: { receiver: hook, group_wait: 100ms, group_interval: 100ms, group_by: [ alertname, target ] }
                receivers:
                  - name: hook
                    webhook_configs: [ { url: "HOOK", send_resolved: true } ]
                """.replace("HOOK", receiver.url("/from-alertmanager")));
        return Program.start(
                directory,
                List.of(
                        "prometheus-alertmanager",
                        "--config.file=" + config,
                        "--storage.path=" + directory.resolve("data"),
                        "--cluster.listen-address=",
                        "--web.listen-address=127.0.0.1:PORT"));
    }

    private static Alerts alerts(Program alertmanager, Duration reminder) {
        Alerts alerts = new Alerts(target -> Samples.about(target, "am"), new Maintenance(InstantSource.system()));
        alerts.configure(List.of(new SinkConfig(
                "am",
                new Destination.Alertmanager(new Secret("http://127.0.0.1:" + alertmanager.port()), Map.of()),
                Duration.ofMillis(1),
                reminder,
                Duration.ofSeconds(20))));
        return alerts;
    }

    private Transition change(String target, TargetState from, TargetState to) {
        boolean down = to == TargetState.DOWN;
        Instant at = down ? start : Instant.now();
        return new Transition(
                target,
                from,
                to,
                at,
                0,
                down ? CheckResults.refused(target) : CheckResults.up(target),
                new TimeBounds(at.minusSeconds(1), at));
    }

    private static Callable<Boolean> isFiring(Program alertmanager, String target, boolean expected) {
        return () -> alertmanager.get("/api/v2/alerts").contains("\"target\":\"" + target + "\"") == expected;
    }

    @Test
    void alert_firesWhileItGoesOnAndIsThenResolved() throws Exception {
        try (Receiver receiver = new Receiver();
                Program alertmanager = alertmanager(receiver);
                Alerts alerts = alerts(alertmanager, Duration.ofSeconds(3))) {
            alerts.onTransition(change("a:1", TargetState.UP, TargetState.DOWN));
            alerts.onTransition(change("b:1", TargetState.UP, TargetState.DOWN));
            alertmanager.await(isFiring(alertmanager, "a:1", true));
            alertmanager.await(isFiring(alertmanager, "b:1", true));
            assertThat(alertmanager.get("/api/v2/alerts"))
                    .contains("\"alertname\":\"TargetDown\"", "\"env\":\"prod\"", "\"name\":\"the a:1\"")
                    .contains("\"startsAt\":\"" + AlertJson.time(start), "\"reason\":\"refused\"");
            assertThat(receiver.next().body()).contains("\"status\":\"firing\"");
            // Longer than the end that each message has, four reminders: only the next one keeps it firing.
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(14);
            while (System.nanoTime() - end < 0) {
                assertThat(alertmanager.get("/api/v2/alerts")).contains("\"target\":\"a:1\"");
                TimeUnit.MILLISECONDS.sleep(200);
            }
            alerts.onTransition(change("a:1", TargetState.DOWN, TargetState.UP));
            alertmanager.await(isFiring(alertmanager, "a:1", false));
            assertThat(alertmanager.get("/api/v2/alerts")).contains("\"target\":\"b:1\"");
            String body;
            do {
                body = receiver.next().body();
            } while (!body.contains("\"status\":\"resolved\""));
            assertThat(body).contains("\"target\":\"a:1\"").doesNotContain("\"target\":\"b:1\"");
            assertThat(Objects.requireNonNull(alerts.stats().get("am")).failed())
                    .isZero();
        }
    }

    /** As when the watcher is gone. */
    @Test
    void alertThatIsNotSentAgain_isResolvedByItself() throws Exception {
        try (Receiver receiver = new Receiver();
                Program alertmanager = alertmanager(receiver)) {
            try (Alerts alerts = alerts(alertmanager, Duration.ofSeconds(1))) {
                alerts.onTransition(change("a:1", TargetState.UP, TargetState.DOWN));
                alertmanager.await(isFiring(alertmanager, "a:1", true));
            }
            alertmanager.await(isFiring(alertmanager, "a:1", false));
        }
    }

    @Test
    void alert_canBeSilenced() throws Exception {
        try (Receiver receiver = new Receiver();
                Program alertmanager = alertmanager(receiver);
                Alerts alerts = alerts(alertmanager, Duration.ofSeconds(1))) {
            new HttpSender(
                            new Secret("http://127.0.0.1:" + alertmanager.port() + "/api/v2/silences"),
                            Map.of(),
                            Duration.ofSeconds(20))
                    .post(AlertJson.bytes(json ->
                            json.writeRaw("{\"matchers\":[{\"name\":\"target\",\"value\":\"a:1\",\"isRegex\":false}],"
                                    + "\"startsAt\":\"2020-01-01T00:00:00Z\",\"endsAt\":\"2099-01-01T00:00:00Z\","
                                    + "\"createdBy\":\"test\",\"comment\":\"test\"}")));
            alerts.onTransition(change("a:1", TargetState.UP, TargetState.DOWN));
            alerts.onTransition(change("b:1", TargetState.UP, TargetState.DOWN));
            assertThat(receiver.next().body()).contains("\"target\":\"b:1\"").doesNotContain("\"target\":\"a:1\"");
            alertmanager.await(() -> alertmanager
                    .get("/api/v2/alerts?silenced=true&active=false")
                    .contains("\"target\":\"a:1\""));
        }
    }
}
