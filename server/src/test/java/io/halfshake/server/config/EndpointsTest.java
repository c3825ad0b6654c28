package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Target;
import io.halfshake.monitor.TargetSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets in the form of gatus. */
class EndpointsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private List<TargetConfig> read(String content) throws ConfigException {
        return new Configs(directory).read(content).targets();
    }

    @Test
    void endpoint_isReadAsItIs() throws ConfigException {
        List<TargetConfig> targets = read("""
                endpoints:
                  - name: redis
                    group: cache
                    url: "tcp://127.0.0.1:6379"
                    interval: 30s
                    client:
                      timeout: 3s
                    extra-labels:
                      env: prod
                    conditions:
                      - "[CONNECTED] == true"
                    alerts:
                      - type: slack
                        failure-threshold: 4
                        success-threshold: 1
                        send-on-resolved: true
                        minimum-reminder-interval: 5m
                        description: "redis does not answer"
                        provider-override: { webhook-url: "http://127.0.0.1/" }
                      - type: email
                        enabled: false
                        failure-threshold: 9
                  - name: minimal
                    url: tcp://db-1:5432
                """);

        assertThat(targets)
                .containsExactly(
                        new TargetConfig(
                                "redis",
                                "cache",
                                new Target("127.0.0.1", 6379),
                                Map.of("env", "prod"),
                                TargetSettings.inherited()
                                        .withInterval(Duration.ofSeconds(30))
                                        .withTimeout(Duration.ofSeconds(3))
                                        .withFall(4)
                                        .withRise(1),
                                List.of("slack"),
                                SourcePosition.of("")),
                        new TargetConfig(
                                "minimal",
                                null,
                                new Target("db-1", 5432),
                                Map.of(),
                                TargetSettings.inherited(),
                                List.of(),
                                SourcePosition.of("")));
    }

    @Test
    void endpoint_hasTheDefaultsOfTheFileAndTheKeysOfATarget() throws ConfigException {
        assertThat(read("""
                                defaults: { rise: 5, fall: 6 }
                                endpoints:
                                  - { url: "tcp://a:1", fall: 1, timeout: 250ms, alerts: [ oncall ], labels: { a: b } }
                                """).get(0))
                .isEqualTo(new TargetConfig(
                        "a:1",
                        null,
                        new Target("a", 1),
                        Map.of("a", "b"),
                        TargetSettings.inherited().withRise(5).withFall(1).withTimeout(Duration.ofMillis(250)),
                        List.of("oncall"),
                        SourcePosition.of("")));
    }

    @Test
    void keysOfAlertsThatAreNotUsed_areWarnedOf() throws ConfigException {
        assertThat(new Configs(directory)
                        .shortened(new Configs(directory).load("""
                            sinks: { chat: { type: webhook, url: "http://127.0.0.1/" } }
                            endpoints:
                              - url: "tcp://a:1"
                                alerts: [ { type: chat, failure-threshold: 1, send-on-resolved: false, description: x } ]
                            """).warnings()))
                .containsExactly(
                        "halfshake.yaml:4:69: endpoints[0].alerts[0].send-on-resolved: not used: the sink says what is"
                                + " sent, and when",
                        "halfshake.yaml:4:89: endpoints[0].alerts[0].description: not used: the sink says what is sent,"
                                + " and when");
    }

    @Test
    void endpointThatIsOff_isCheckedForErrorsAndLeftOut() throws ConfigException {
        assertThat(read("endpoints: [ { url: 'tcp://a:1', enabled: false }, { url: 'tcp://a:1', enabled: true } ]"))
                .hasSize(1);
        assertThat(new Configs(directory).errors("endpoints: [ { url: 'tcp://a', enabled: false } ]"))
                .hasSize(1);
    }
}
