package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.halfshake.server.web.Credentials;
import io.halfshake.server.web.PasswordHash;
import io.halfshake.server.web.TestCertificate;
import io.halfshake.server.web.TlsCertificate;
import io.halfshake.server.web.WebSecurity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebReaderTest {
    private static final String HASH =
            "pbkdf2-sha256:10000:MTIzNDU2NzhhYmNkZWZnaA==:DvnYwA+xuy8PMfPBVRnvFKTF9dUHYMgKqv2b/pRhFsU=";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private Configs configs;

    @BeforeEach
    void makeConfigs() {
        configs = new Configs(directory);
    }

    private void secret(String name, String content) throws IOException {
        configs.file(name, content);
        Files.setPosixFilePermissions(directory.resolve(name), PosixFilePermissions.fromString("rw-------"));
    }

    private WebSecurity read(String web) throws ConfigException {
        return configs.read("targets: []\nweb: { " + web + " }").web().security();
    }

    private List<String> errors(String web) {
        return configs.errors("targets: []\nweb: { " + web + " }");
    }

    @Test
    void credentials_areRead() throws Exception {
        secret("password", "long enough\n");
        secret("token", "0123456789abcdef\n");
        PasswordHash hash = Objects.requireNonNull(PasswordHash.parse(HASH));

        assertThat(read("auth: { user: ops, password: 'file:password' }"))
                .isEqualTo(new WebSecurity(Credentials.password("ops", "long enough"), null));
        assertThat(read("auth: { user: ops, password-hash: '" + HASH + "' }"))
                .isEqualTo(new WebSecurity(Credentials.hashed("ops", hash), null));
        assertThat(read("auth: { token: 'file:token' }"))
                .isEqualTo(new WebSecurity(Credentials.token("0123456789abcdef"), null));
        assertThat(read("auth: { user: '${HOST}', password: 'long enough', token: 0123456789abcdef }"))
                .isEqualTo(new WebSecurity(
                        Credentials.password("db-9", "long enough").withToken("0123456789abcdef"), null));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, '', true",
        "127.1.2.3, '', true",
        "::1, '', true",
        "192.0.2.1, '', false",
        "0.0.0.0, '', false",
        "'::', '', false",
        "192.0.2.1, ', without-tls: false', false",
        "192.0.2.1, ', without-tls: true', true"
    })
    void credentials_areNotSentInTheOpenUnlessTheFileSaysSo(String address, String more, boolean right)
            throws ConfigException {
        String web = "address: '" + address + "', auth: { token: 0123456789abcdef" + more + " }";
        if (right) {
            assertThat(read(web).credentials()).isEqualTo(Credentials.token("0123456789abcdef"));
        } else {
            assertThat(errors(web)).singleElement().asString().contains(": web.auth: on ", " without encryption");
        }
    }

    @Test
    void certificate_isReadAndFollowedAndAllowsCredentialsEverywhere() throws Exception {
        TestCertificate certificate = TestCertificate.of("watcher");
        configs.file("cert.pem", certificate.pem());
        secret("key.pem", certificate.keyPem());

        LoadedConfig loaded = configs.load("targets: []\nweb: { address: 192.0.2.1, tls: { certificate: cert.pem,"
                + " key: key.pem }, auth: { token: 0123456789abcdef } }");

        assertThat(loaded.config().web().security())
                .isEqualTo(new WebSecurity(
                        Credentials.token("0123456789abcdef"),
                        TlsCertificate.of(TlsCertificate.chain(certificate.pem()), certificate.keyPem())));
        assertThat(loaded.warnings()).isEmpty();
        assertThat(loaded.files())
                .containsExactly(
                        directory.resolve(Configs.NAME), directory.resolve("cert.pem"), directory.resolve("key.pem"));
    }

    @Test
    void keyThatOthersMayRead_isAWarning() throws Exception {
        TestCertificate certificate = TestCertificate.of("watcher");
        secret("both.pem", certificate.pem() + certificate.keyPem());
        String tls = "targets: []\nweb: { tls: { certificate: both.pem, key: both.pem } }";
        assertThat(configs.load(tls).warnings()).isEmpty();

        Files.setPosixFilePermissions(directory.resolve("both.pem"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(configs.shortened(configs.load(tls).warnings()))
                .containsExactly("halfshake.yaml:2:43: web.tls.key: \"both.pem\" (expected a file that other users"
                        + " cannot read: chmod o= FILE)");
    }

    @Test
    void keyOfAnotherCertificate_isRefusedWithoutTheKey() throws Exception {
        configs.file("cert.pem", TestCertificate.of("one").pem());
        secret("key.pem", TestCertificate.of("two").keyPem());

        assertThat(errors("tls: { certificate: cert.pem, key: key.pem }"))
                .containsExactly("halfshake.yaml:2:43: web.tls.key: the key of another certificate (expected that of"
                        + " the first one)");
    }

    /** Also a part of one that has no mark of PEM. */
    @ParameterizedTest
    @ValueSource(strings = {"-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----\n", "hush\nhush"})
    void keyInAVariable_isRefusedAndNotShown(String key) {
        configs.file(Configs.NAME, "targets: []\nweb: { tls: { certificate: missing.pem, key: '${TLS_KEY}' } }");
        ConfigReader reader = new ConfigReader(Map.of("TLS_KEY", key)::get);

        ConfigException refused =
                catchThrowableOfType(ConfigException.class, () -> reader.read(directory.resolve(Configs.NAME)));

        assertThat(configs.shortened(refused.errors()))
                .containsExactly(
                        "halfshake.yaml:2:28: web.tls.certificate: \"missing.pem\" (expected a file that exists)",
                        "halfshake.yaml:2:46: web.tls.key: *** (expected the name of a file)");
    }

    /** Each has the word hush, where a secret may stand or where one may stand by mistake. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "auth: hush",
                "auth: [ hush ]",
                "auth: { user: 'ops:hush', password: 'long enough' }",
                "auth: { user: ops, password: hush }",
                "auth: { user: ops, password: \"hush\\n hush\" }",
                "auth: { user: ops, password: 'hush${UNSET}' }",
                "auth: { user: ops, password-hash: 'pbkdf2:hush' }",
                "auth: { token: 'hush hush' }",
                "auth: { token: { hush: hush } }",
                "auth: { hush7: 1, token: 0123456789abcdef }",
            })
    void errors_doNotShowSecrets(String web) {
        assertThat(errors(web))
                .singleElement()
                .asString()
                .startsWith("halfshake.yaml:2:")
                .contains("web.auth")
                .doesNotContain("hush");
    }

    @Test
    void configurations_doNotShowSecrets() throws ConfigException {
        assertThat(read("auth: { user: hush, password: hushhush, token: hushhushhushhush }"))
                .asString()
                .contains("***")
                .doesNotContain("hush");
    }
}
