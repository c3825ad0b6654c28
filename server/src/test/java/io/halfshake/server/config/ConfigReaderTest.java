package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Target;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.server.probe.ProbeModule;
import io.halfshake.server.web.WebSecurity;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    static final String COMPLETE = """
            defaults: { interval: 10s, timeout: 2s, rise: 3, fall: 4, jitter: 0.2, fast-interval: 1s, down-interval: 1m }
            witnesses: { targets: [ "192.0.2.1:443", "192.0.2.2:53" ], quorum: 2 }
            web: { address: "::1", port: 8080 }
            probe:
              allow: [ "10.0.0.0/8", "192.0.2.7:443" ]
              modules:
                tcp_connect: { timeout: 4s }
                quick: { timeout: 500ms }
            sinks:
              oncall: { type: webhook, url: "http://127.0.0.1:8080/x?a=b", secret: "${PRICE}" }
              chat:
                type: webhook
                url: "https://chat.example/"
                window: 1s
                reminder: 1h
                timeout: 5s
                template: |
                  [{{#alerts}}{ "text": "{{name}} is {{status}}" }{{^last}},{{/last}}{{/alerts}}]
            maintenance:
              - { name: upgrade, from: "2026-12-24T22:00+01:00", until: 2026-12-25T02:00:00Z }
              - name: backup
                targets: [ "127.0.0.1:443", { group: data, name: orders-db, labels: { env: prod } } ]
                days: [ sat, Sunday ]
                at: 02:30
                duration: 90m
                time-zone: Europe/Berlin
            targets:
              - name: orders-db
                group: data
                target: "db-1:5432"
                labels: { env: prod, "zone": '1' }
                interval: 1s
                timeout: 500ms
                rise: 1
                fall: 2
                jitter: 0
                fast-interval: 200ms
                down-interval: 30s
                alerts: [ oncall, chat ]
              - "127.0.0.1:443"
              - "[2001:db8::1]:443"
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private ServerConfig read(String content) throws ConfigException {
        return new Configs(directory).read(content);
    }

    private TargetConfig readTarget(String content) throws ConfigException {
        return read(content).targets().get(0);
    }

    @Test
    void completeFile_isRead() throws ConfigException {
        ServerConfig config = read(COMPLETE);

        assertThat(config.web()).isEqualTo(web("::1", 8080));
        assertThat(config.witnesses())
                .isEqualTo(new WitnessConfig(List.of(new Target("192.0.2.1", 443), new Target("192.0.2.2", 53)), 2));
        assertThat(config.probe().allow()).containsExactly("10.0.0.0/8", "192.0.2.7:443");
        assertThat(config.probe().modules())
                .isEqualTo(Map.of(
                        "tcp_connect",
                        new ProbeModule(Duration.ofSeconds(4)),
                        "quick",
                        new ProbeModule(Duration.ofMillis(500))));
        assertThat(config.targets())
                .containsExactly(
                        new TargetConfig(
                                "orders-db",
                                "data",
                                new Target("db-1", 5432),
                                Map.of("env", "prod", "zone", "1"),
                                TargetSettings.inherited()
                                        .withInterval(Duration.ofSeconds(1))
                                        .withTimeout(Duration.ofMillis(500))
                                        .withRise(1)
                                        .withFall(2)
                                        .withJitter(0)
                                        .withFastInterval(Duration.ofMillis(200))
                                        .withDownInterval(Duration.ofSeconds(30)),
                                List.of("oncall", "chat"),
                                SourcePosition.of("")),
                        bare("127.0.0.1:443", completeDefaults()),
                        bare("[2001:db8::1]:443", completeDefaults()));
    }

    private static WebConfig web(String address, int port) {
        return new WebConfig(
                new InetSocketAddress(ValueParsers.address("web.address", address), port), WebSecurity.NONE);
    }

    private static TargetSettings completeDefaults() {
        return TargetSettings.inherited()
                .withInterval(Duration.ofSeconds(10))
                .withTimeout(Duration.ofSeconds(2))
                .withRise(3)
                .withFall(4)
                .withJitter(0.2)
                .withFastInterval(Duration.ofSeconds(1))
                .withDownInterval(Duration.ofMinutes(1));
    }

    private static TargetConfig bare(String target, TargetSettings settings) {
        return new TargetConfig(
                target, null, Target.parse(target), Map.of(), settings, List.of(), SourcePosition.of(""));
    }

    @Test
    void smallestFile_hasTheDefaults() throws ConfigException {
        ServerConfig config = read("targets: [ '127.0.0.1:1' ]");

        assertThat(config.web()).isEqualTo(web("127.0.0.1", 9515));
        assertThat(config.witnesses()).isEqualTo(new WitnessConfig(List.of(), 0));
        assertThat(config.probe())
                .isEqualTo(new ProbeConfig(List.of(), Map.of("tcp_connect", new ProbeModule(Duration.ofSeconds(5)))));
        assertThat(config.targets()).containsExactly(bare("127.0.0.1:1", TargetSettings.inherited()));
    }

    @Test
    void quorum_isOneUnlessItIsGiven() throws ConfigException {
        assertThat(read("{ targets: [], witnesses: { targets: [ '192.0.2.1:1', '192.0.2.2:1' ] } }")
                        .witnesses()
                        .quorum())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"targets: []", "endpoints: []", "files: []", "probe: { allow: [] }"})
    void fileWithNothingToCheckYet_isRead(String content) throws ConfigException {
        assertThat(read(content).targets()).isEmpty();
    }

    @Test
    void positionOfATarget_isWhereItBegins() throws ConfigException {
        String file = directory.resolve(Configs.NAME).toString();
        assertThat(read("targets:\n- 'a:1'\n-  name: x\n   target: b:1\n- { target: c:1 }\n")
                        .targets())
                .extracting(TargetConfig::position)
                .containsExactly(
                        new SourcePosition(file, 2, 3), new SourcePosition(file, 3, 4), new SourcePosition(file, 5, 3));
    }

    /** What other readers of YAML take for booleans, octal or sexagesimal numbers, or numbers with an exponent. */
    @ParameterizedTest
    @ValueSource(
            strings = {"no", "on", "yes", "010", "22:22", "1e3", "0x1F", "1_000", ".5", "2026-11-30", "true", "=", "<<"
            })
    void plainValue_staysTheTextThatItIs(String value) throws ConfigException {
        TargetConfig target = readTarget("targets: [ { name: " + value + ", target: 'a:1', labels: { v: " + value
                + " }, alerts: [ " + value + " ] } ]");

        assertThat(target.name()).isEqualTo(value);
        assertThat(target.labels()).isEqualTo(Map.of("v", value));
        assertThat(target.alerts()).containsExactly(value);
    }

    @Test
    void textThatLooksLikeATime_isATarget() throws ConfigException {
        assertThat(readTarget("targets: [ no:22 ]").target()).isEqualTo(new Target("no", 22));
    }

    @Test
    void quotedNull_isAText() throws ConfigException {
        assertThat(readTarget("targets: [ { name: 'null', target: 'a:1' } ]").name())
                .isEqualTo("null");
    }

    @Test
    void labelValueWithQuotesAndMarkup_isKeptAsItIs() throws ConfigException {
        assertThat(readTarget("targets: [ { target: 'a:1', labels: { env: '<b>\"x\"</b>\\' } } ]")
                        .labels())
                .isEqualTo(Map.of("env", "<b>\"x\"</b>\\"));
    }

    /** A line's end, and marks that change the direction of what follows them. */
    @ParameterizedTest
    @ValueSource(strings = {"two\\nlines", "\\u202egnirts", "a\\u200fb", "a\\u2028b"})
    void labelValueThatIsNoVisibleText_isRefused(String escaped) {
        String content = "targets: [ { target: 'a:1', labels: { env: \"" + escaped + "\" } } ]";
        assertThat(new Configs(directory).errors(content))
                .singleElement()
                .asString()
                .contains(" targets[0].labels.env: \"")
                .endsWith("\" (expected 1 to 200 visible characters, without spaces around them)");
    }

    @Test
    void sameName_inTwoGroups() throws ConfigException {
        assertThat(read("targets: [ { name: db, target: 'a:1' }, { name: db, group: x, target: 'b:1' } ]")
                        .targets())
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "${HOST}:1, db-9:1",
        "${HOST}:${PORT}, db-9:5432",
        "x${EMPTY}:1, x:1",
    })
    void variables_areReplacedInValues(String value, String target) throws ConfigException {
        assertThat(readTarget("targets: [ \"" + value + "\" ]").target()).hasToString(target);
        assertThat(readTarget("targets: [ { target: \"" + value + "\" } ]").target())
                .hasToString(target);
        assertThat(readTarget("endpoints: [ { url: \"tcp://" + value + "\" } ]").target())
                .hasToString(target);
    }

    @Test
    void variables_areReplacedOnceAndInNoKey() throws ConfigException {
        TargetConfig target =
                readTarget("targets: [ { name: '${PRICE} $${HOST} $$', target: 'a:1', labels: { a: '${HOST}' } } ]");

        assertThat(target.name()).isEqualTo("$5 ${HOST} $");
        assertThat(target.labels()).isEqualTo(Map.of("a", "db-9"));
        assertThat(new Configs(directory).errors("{ targets: [], '${HOST}': 1 }"))
                .singleElement()
                .asString()
                .startsWith("halfshake.yaml:1:16: \"${HOST}\": unknown key");
    }

    @Test
    void variables_mayBeNumbersAndDurations() throws ConfigException {
        ServerConfig config = read("{ web: { port: '${PORT}' }, targets: [] }");

        assertThat(config.web().address().getPort()).isEqualTo(5432);
    }

    @Test
    void intervalOfATarget_shortensTheFastIntervalOfTheDefaults() throws ConfigException {
        assertThat(readTarget(
                                "{ defaults: { timeout: 100ms, fast-interval: 2s }, targets: [ { target: 'a:1', interval: 1s } ] }")
                        .settings())
                .isEqualTo(TargetSettings.inherited()
                        .withInterval(Duration.ofSeconds(1))
                        .withTimeout(Duration.ofMillis(100))
                        .withFastInterval(Duration.ofSeconds(1)));
    }

    @Test
    void anchors_repeatValues() throws ConfigException {
        assertThat(read("targets: [ { target: 'a:1', labels: &l { env: prod } }, { target: 'b:1', labels: *l } ]")
                        .targets())
                .extracting(TargetConfig::labels)
                .containsExactly(Map.of("env", "prod"), Map.of("env", "prod"));
    }

    @Test
    void alerts_areWarnedOfOnce() throws ConfigException {
        LoadedConfig loaded = new Configs(directory)
                .load("targets: [ 'a:1', { target: 'b:1', alerts: [ x ] }, { target: 'c:1', alerts: [ x ] } ]");

        assertThat(new Configs(directory).shortened(loaded.warnings()))
                .containsExactly("halfshake.yaml:1:19: alerts: of 2 targets are not sent: the file has no sinks");
    }

    @Test
    void message_hasALineForEachError() {
        assertThat(new ConfigException(List.of("a: b", "c: d"), List.of())).hasMessage("a: b\nc: d");
    }

    @Test
    void manyErrors_areCounted() {
        String content = "targets:\n" + "- x\n".repeat(Problems.MAX_SHOWN + 1_234);

        assertThat(new Configs(directory).errors(content))
                .hasSize(Problems.MAX_SHOWN + 1)
                .endsWith("and 1,234 more");
    }
}
