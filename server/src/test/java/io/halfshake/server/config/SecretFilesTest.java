package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.halfshake.server.alerts.Destination;
import io.halfshake.server.alerts.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets that the configuration names the files of. */
class SecretFilesTest {
    private static final String WEBHOOK = "type: webhook, url: 'http://127.0.0.1/', ";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private Configs configs;

    @BeforeEach
    void makeConfigs() {
        configs = new Configs(directory);
    }

    private void secret(String name, String content) throws IOException {
        Path file = directory.resolve(name);
        configs.file(name, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    private LoadedConfig load(String sink) throws ConfigException {
        return configs.load("targets: []\nsinks: { x: { " + sink + " } }");
    }

    private Destination read(String sink) throws ConfigException {
        return load(sink).config().sinks().get(0).destination();
    }

    private List<String> errors(String sink) {
        return configs.errors("targets: []\nsinks: { x: { " + sink + " } }");
    }

    @Test
    void everySecret_mayBeInAFile() throws Exception {
        secret("url", "http://127.0.0.1/hook?token=1\n");
        secret("secrets/sign", "s1");
        secret("authorization", "Bearer t1\r\n");
        secret("key", "R1\n");
        secret("argument", "a1\n");

        assertThat(read("type: webhook, url: 'file:url', secret: 'file:secrets/sign',"
                        + " headers: { Authorization: 'file:authorization' }"))
                .isEqualTo(new Destination.Webhook(
                        new Secret("http://127.0.0.1/hook?token=1"),
                        new Secret("s1"),
                        Map.of("Authorization", new Secret("Bearer t1")),
                        null));
        assertThat(read("type: slack, url: file:url"))
                .isEqualTo(new Destination.Slack(new Secret("http://127.0.0.1/hook?token=1")));
        assertThat(read("type: pagerduty, url: 'http://127.0.0.1/', routing-key: file:key"))
                .isEqualTo(new Destination.PagerDuty(new Secret("http://127.0.0.1/"), new Secret("R1"), "critical"));
        assertThat(read("type: exec, command: [ notify, file:argument ]"))
                .isEqualTo(new Destination.Exec(List.of(new Secret("notify"), new Secret("a1"))));
    }

    @Test
    void content_isTakenAsItIsWithoutTheEndOfItsLastLine() throws Exception {
        Map<String, String> values = Map.of(
                "s", "s", "s\n", "s", "s\r\n", "s", "s\n\n", "s\n", " s ", " s ", "s\r", "s\r", "${HOST}$", "${HOST}$");
        for (Map.Entry<String, String> each : values.entrySet()) {
            secret("sign", each.getKey());

            assertThat(read(WEBHOOK + "secret: file:sign"))
                    .isEqualTo(new Destination.Webhook(
                            new Secret("http://127.0.0.1/"), new Secret(each.getValue()), Map.of(), null));
        }
    }

    @Test
    void name_mayHaveVariablesAndBeAbsolute() throws Exception {
        secret("db-9/sign", "s1");

        assertThat(read(WEBHOOK + "secret: 'file:${HOST}/sign'"))
                .isEqualTo(read(WEBHOOK + "secret: 'file:" + directory.resolve("db-9/sign") + "'"))
                .isEqualTo(new Destination.Webhook(new Secret("http://127.0.0.1/"), new Secret("s1"), Map.of(), null));
    }

    @Test
    void valueOfAVariable_isNoName() throws ConfigException {
        configs.file(Configs.NAME, "targets: []\nsinks: { x: { " + WEBHOOK + "secret: '${SECRET}' } }");
        ConfigReader reader = new ConfigReader(Map.of("SECRET", "file:sign")::get);

        ServerConfig config = reader.read(directory.resolve(Configs.NAME)).config();

        assertThat(config.sinks().get(0).destination())
                .isEqualTo(new Destination.Webhook(
                        new Secret("http://127.0.0.1/"), new Secret("file:sign"), Map.of(), null));
    }

    @Test
    void files_areFollowed() throws Exception {
        secret("sign", "s1");

        assertThat(load(WEBHOOK + "secret: file:sign").files())
                .containsExactly(directory.resolve(Configs.NAME), directory.resolve("sign"));
        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> load(WEBHOOK + "secret: file:missing"));
        assertThat(refused.files()).containsExactly(directory.resolve(Configs.NAME), directory.resolve("missing"));
    }

    @Test
    void fileBehindALink_isFollowedWhereItIsRead() throws Exception {
        Files.createDirectories(directory.resolve("there/inner"));
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("there/inner"));
        secret("there/sign", "s1");

        LoadedConfig loaded = load(WEBHOOK + "secret: 'file:link/../sign'");

        assertThat(loaded.config().sinks().get(0).destination())
                .isEqualTo(new Destination.Webhook(new Secret("http://127.0.0.1/"), new Secret("s1"), Map.of(), null));
        assertThat(loaded.files()).last().satisfies(file -> assertThat(file).hasContent("s1"));
    }

    @Test
    void fileThatOthersMayRead_isAWarning() throws Exception {
        secret("sign", "hush");
        assertThat(load(WEBHOOK + "secret: file:sign").warnings()).isEmpty();

        Files.setPosixFilePermissions(directory.resolve("sign"), PosixFilePermissions.fromString("rw----r--"));
        assertThat(configs.shortened(load(WEBHOOK + "secret: file:sign").warnings()))
                .containsExactly("halfshake.yaml:2:64: sinks.x.secret: \"file:sign\" (expected a file that other users"
                        + " cannot read: chmod o= FILE)");
    }

    @Test
    void fileThatIsTooLarge_isRefused() throws Exception {
        secret("sign", "s".repeat(SecretReader.MAX_BYTES));
        assertThat(load(WEBHOOK + "secret: file:sign").warnings()).isEmpty();

        secret("sign", "s".repeat(SecretReader.MAX_BYTES + 1));
        assertThat(errors(WEBHOOK + "secret: file:sign"))
                .containsExactly(
                        "halfshake.yaml:2:64: sinks.x.secret: \"file:sign\" (expected a file of at most 16,384 bytes)");
    }

    /** To open it would be to wait until something writes to it. */
    @Test
    @Timeout(60)
    void pipe_isRefused() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", directory.resolve("pipe").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(errors(WEBHOOK + "secret: file:pipe"))
                .containsExactly("halfshake.yaml:2:64: sinks.x.secret: \"file:pipe\" (expected a regular file)");
    }

    /** The file has the word hush. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "type: webhook, url: file:text",
                "type: webhook, url: 'http://127.0.0.1/', secret: file:empty",
                "type: webhook, url: 'http://127.0.0.1/', secret: file:latin",
                "type: webhook, url: 'http://127.0.0.1/', headers: { a: file:lines }",
                "type: slack, url: file:text",
                "type: alertmanager, url: file:text",
                "type: pagerduty, routing-key: file:lines",
                "type: exec, command: [ file:zero ]",
                "type: exec, command: file:text",
            })
    void errors_doNotShowTheContent(String sink) throws Exception {
        secret("text", "hush");
        secret("empty", "");
        secret("lines", "hush\nhush\n");
        secret("zero", "hush\0");
        Files.write(directory.resolve("latin"), new byte[] {'h', 'u', 's', 'h', (byte) 0xe9});

        assertThat(errors(sink))
                .singleElement()
                .asString()
                .startsWith("halfshake.yaml:2:")
                .contains("sinks.x")
                .doesNotContain("hush", "e9");
    }
}
