package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.halfshake.server.alerts.Destination;
import io.halfshake.server.alerts.Secret;
import io.halfshake.server.alerts.SinkConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinkReaderTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private ServerConfig read(String content) throws ConfigException {
        return new Configs(directory).read(content);
    }

    private SinkConfig readSink(String content) throws ConfigException {
        return read("{ targets: [], sinks: { x: { " + content + " } } }")
                .sinks()
                .get(0);
    }

    private List<String> errors(String content) {
        return new Configs(directory).errors("targets: []\nsinks: { x: " + content + " }");
    }

    @Test
    void webhook_isRead() throws ConfigException {
        assertThat(readSink("type: webhook, url: 'https://127.0.0.1:8443/hook?token=${PRICE}', secret: 's${HOST}',"
                        + " headers: { Authorization: 'Bearer ${PORT}' }, window: 1s, reminder: 2h, timeout: 3s"))
                .isEqualTo(new SinkConfig(
                        "x",
                        new Destination.Webhook(
                                new Secret("https://127.0.0.1:8443/hook?token=$5"),
                                new Secret("sdb-9"),
                                Map.of("Authorization", new Secret("Bearer 5432")),
                                null),
                        Duration.ofSeconds(1),
                        Duration.ofHours(2),
                        Duration.ofSeconds(3)));
    }

    @Test
    void smallestWebhook_hasTheDefaults() throws ConfigException {
        assertThat(readSink("type: webhook, url: 'http://127.0.0.1/'"))
                .isEqualTo(new SinkConfig(
                        "x",
                        new Destination.Webhook(new Secret("http://127.0.0.1/"), null, Map.of(), null),
                        Duration.ofSeconds(10),
                        null,
                        Duration.ofSeconds(10)));
    }

    @Test
    void template_isReadWithItsVariables() throws ConfigException {
        assertThat(readSink("type: webhook, url: 'http://127.0.0.1/', template: '{ \"to\": \"${HOST}\","
                                + " \"text\": \"{{name}}\" }'")
                        .destination())
                .isEqualTo(webhook("{ \"to\": \"db-9\", \"text\": \"{{name}}\" }", "application/json"));
        assertThat(readSink("type: webhook, url: 'http://127.0.0.1/', template: 'is {{status}}',"
                                + " content-type: text/plain")
                        .destination())
                .isEqualTo(webhook("is {{status}}", "text/plain"));
    }

    private static Destination webhook(String template, String contentType) {
        return new Destination.Webhook(
                new Secret("http://127.0.0.1/"),
                null,
                Map.of(),
                new Destination.Body(new Secret(template), contentType));
    }

    @Test
    void slack_isRead() throws ConfigException {
        assertThat(readSink("type: slack, url: 'https://127.0.0.1/services/${PRICE}'")
                        .destination())
                .isEqualTo(new Destination.Slack(new Secret("https://127.0.0.1/services/$5")));
    }

    @Test
    void alertmanager_isReadAndSentToAgain() throws ConfigException {
        SinkConfig sink = readSink("type: alertmanager, url: 'http://127.0.0.1:9093/am/', headers: { a: b }");
        assertThat(sink)
                .isEqualTo(new SinkConfig(
                        "x",
                        new Destination.Alertmanager(
                                new Secret("http://127.0.0.1:9093/am"), Map.of("a", new Secret("b"))),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(10)));
        assertThat(readSink("type: alertmanager, url: 'http://127.0.0.1', reminder: 30s")
                        .reminder())
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(readSink("type: alertmanager, url: 'http://127.0.0.1', reminder: 5s")
                        .timeout())
                .as("by default no longer than the reminder")
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void pagerDuty_isRead() throws ConfigException {
        assertThat(readSink("type: pagerduty, routing-key: 'R${PORT}'").destination())
                .isEqualTo(new Destination.PagerDuty(
                        new Secret("https://events.pagerduty.com/v2/enqueue"), new Secret("R5432"), "critical"));
        assertThat(readSink("type: pagerduty, routing-key: R, url: 'http://127.0.0.1/x', severity: info")
                        .destination())
                .isEqualTo(new Destination.PagerDuty(new Secret("http://127.0.0.1/x"), new Secret("R"), "info"));
    }

    @Test
    void exec_isRead() throws ConfigException {
        assertThat(readSink("type: exec, command: [ notify, '--to', '${HOST}', '' ]")
                        .destination())
                .isEqualTo(new Destination.Exec(
                        List.of(new Secret("notify"), new Secret("--to"), new Secret("db-9"), new Secret(""))));
    }

    @Test
    void targetsThatNameNoSink_haveThoseOfTheDefaults() throws ConfigException {
        new Configs(directory).file("a.txt", "f:1\n");
        List<TargetConfig> targets = read("""
            defaults: { alerts: [ x ] }
            sinks: { x: { type: webhook, url: "http://127.0.0.1/" }, y: { type: webhook, url: "http://127.0.0.1/" } }
            targets: [ "a:1", { target: "b:1" }, { target: "c:1", alerts: [] }, { target: "d:1", alerts: [ y ] } ]
            endpoints: [ { url: "tcp://e:1" }, { url: "tcp://g:1", alerts: [ { type: y } ] } ]
            files: [ a.txt ]
            """).targets();

        assertThat(targets)
                .extracting(TargetConfig::alerts)
                .containsExactly(
                        List.of("x"), List.of("x"), List.of(), List.of("y"), List.of("x"), List.of("y"), List.of("x"));
    }

    @Test
    void alertThatIsOff_needsNoSink() throws ConfigException {
        assertThat(read("""
            sinks: {}
            endpoints: [ { url: "tcp://a:1", alerts: [ { type: slack, enabled: false } ] } ]
            """).targets().get(0).alerts()).isEmpty();
    }

    @Test
    void sinks_areNoWarning() throws ConfigException {
        assertThat(new Configs(directory)
                        .load("sinks: { x: { type: webhook, url: 'http://127.0.0.1/' } }\n"
                                + "targets: [ { target: 'a:1', alerts: [ x ] } ]")
                        .warnings())
                .isEmpty();
    }

    /** Each has the word hush, where a secret may stand or where one may stand by mistake. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "hush",
                "[ hush ]",
                "{ type: webhook, url: hush }",
                "{ type: webhook, url: 'http://hush@127.0.0.1/' }",
                "{ type: webhook, url: 'http://127.0.0.1/#hush' }",
                "{ type: webhook, url: 'http://127.0.0.1/ hush' }",
                "{ type: webhook, url: 'http://127.0.0.1/hush$' }",
                "{ type: webhook, url: 'http://127.0.0.1/hush${UNSET}' }",
                "{ type: webhook, url: { hush: hush } }",
                "{ type: webhook, url: [ hush ] }",
                "{ type: webhook, url: 'http://127.0.0.1/', secret: 'hush${UNSET}' }",
                "{ type: webhook, url: 'http://127.0.0.1/', secret: [ hush ] }",
                "{ type: webhook, url: 'http://127.0.0.1/', headers: hush }",
                "{ type: webhook, url: 'http://127.0.0.1/', headers: { a: \"hush\\n\" } }",
                "{ type: webhook, url: 'http://127.0.0.1/', headers: { a: 'hush$' } }",
                "{ type: webhook, url: 'http://127.0.0.1/', headers: { a: [ hush ] } }",
                "{ type: slack, url: hush }",
                "{ type: alertmanager, url: 'http://127.0.0.1/?hush' }",
                "{ type: pagerduty, routing-key: 'hush hush' }",
                "{ type: pagerduty, routing-key: R, url: hush }",
                "{ type: exec, command: hush }",
                "{ type: exec, command: [ 'hush$' ] }",
                "{ type: exec, command: [ \"hush\\0\" ] }",
                "{ type: exec, command: [ { hush: hush } ] }",
                "{ type: webhook, url: 'http://127.0.0.1/é/hush' }",
                "{ type: webhook, url: 'http://127.0.0.1/', hush7: 1 }",
                "{ type: webhook, url: 'http://127.0.0.1/', 'http://127.0.0.1/hush': 1 }",
                "{ type: webhook, url: 'http://127.0.0.1/', headers: { hush7: a, hush7: b } }",
                "{ type: webhook, url: 'http://127.0.0.1/', headers: { 'Bearer hush': 1 } }",
                "{ type: webhook, url: 'http://127.0.0.1/', headers: { hush7: '' } }",
                "{ type: webhook, url: 'http://127.0.0.1/', headers: { hush7: a, HUSH7: b } }",
                "{ type: webhook, url: 'http://127.0.0.1/', template: [ hush ] }",
                "{ type: webhook, url: 'http://127.0.0.1/', template: 'hush$' }",
                "{ type: webhook, url: 'http://127.0.0.1/', template: 'hush' }",
                "{ type: webhook, url: 'http://127.0.0.1/', template: '\"hush {{nme}}\"' }",
                "{ type: webhook, url: 'http://127.0.0.1/', template: '\"hush {{hush hush}}\"' }",
            })
    void errors_doNotShowSecrets(String sink) {
        assertThat(errors(sink))
                .singleElement()
                .asString()
                .startsWith("halfshake.yaml:2:")
                .contains("sinks.x")
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{${X}}}",
                "{{#${X}}}",
                "{{/${X}}}",
                "{{#name}}{{/${X}}}",
                "{{#${X}}}{{/name}}",
                "{{#alerts}}{{/alerts}}{{labels.${X}}}",
            })
    void errors_doNotShowNamesThatAVariableHasInATemplate(String template) throws IOException {
        Path file = Files.writeString(
                directory.resolve("halfshake.yaml"),
                "{ targets: [], sinks: { x: { type: webhook, url: 'http://127.0.0.1/', template: '" + template
                        + "' } } }");
        ConfigException failure =
                catchThrowableOfType(ConfigException.class, () -> new ConfigReader(name -> "hush").read(file));
        assertThat(failure.errors())
                .singleElement()
                .asString()
                .contains("sinks.x.template: line 1, column ")
                .doesNotContain("hush");
    }

    /** In the place of a value that YAML reads in another way. */
    @ParameterizedTest
    @ValueSource(strings = {"!hush", "*hush", "!hu!sh", "!!hush", "!<hush>", "!hush [ a ]", "%hush", "@hush", "`hush"})
    void errorsOfYaml_doNotShowSecrets(String secret) {
        assertThat(errors("{ type: webhook, url: 'http://127.0.0.1/', secret: " + secret + " }"))
                .singleElement()
                .asString()
                .startsWith("halfshake.yaml:2:")
                .doesNotContain("hu");
    }

    @Test
    void textOfSinks_isNotShown() {
        assertThat(new Configs(directory).errors("{ targets: [], sinks: hush }"))
                .containsExactly("halfshake.yaml:1:23: sinks: a text (expected a map)");
    }

    @Test
    void configurations_doNotShowSecrets() throws ConfigException {
        assertThat(read("{ targets: [], sinks: { x: { type: webhook, url: 'http://127.0.0.1/hush', secret: hush,"
                        + " headers: { a: hush }, template: hush, content-type: text/plain } } }"))
                .asString()
                .contains("***")
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1, true",
        "HTTPS://host.example:8443/a/b?c=d, true",
        "'http://[::1]:80/', true",
        "ftp://127.0.0.1/, false",
        "127.0.0.1:80, false",
        "http:///path, false",
        "http://under_score/, false",
        "http://127.0.0.1:65536/, false",
        "mailto:a@b.example, false",
        "http://127.0.0.1/\u00e9, false",
        "'', false",
    })
    void url_hasASchemeAndAHost(String url, boolean right) {
        assertThat(DestinationReader.isUrl(url)).isEqualTo(right);
    }
}
