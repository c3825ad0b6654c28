package io.halfshake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Resolver;
import io.halfshake.server.service.ServiceManager;
import io.halfshake.server.web.RawClient;
import io.halfshake.server.web.TestCertificate;
import io.halfshake.testing.FakeChecker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Credentials and certificates, from the file to those who ask. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WatcherSecurityTest {
    private static final Duration POLL = Duration.ofMillis(20);
    private static final String AUTH = "auth: { user: ops, password: file:password }";
    private static final String TLS = "tls: { certificate: cert.pem, key: key.pem }";

    @TempDir
    private Path directory;

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private void write(TestCertificate certificate) throws IOException, GeneralSecurityException {
        write("cert.pem", certificate.pem());
        write("key.pem", certificate.keyPem());
    }

    private void writeWeb(String web) throws IOException {
        write("halfshake.yaml", "web: { port: 0, " + web + " }\ntargets: []\n");
    }

    private Watcher start() throws Exception {
        return Watcher.start(
                directory.resolve("halfshake.yaml"),
                Map.of(),
                checks -> FakeChecker.create(),
                ServiceManager.none(),
                Resolver.system(),
                POLL);
    }

    private static String login(String password) {
        byte[] bytes = ("ops:" + password).getBytes(StandardCharsets.UTF_8);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    private static int status(Watcher watcher, String path, String... headers) throws IOException {
        return RawClient.get(watcher.address(), path, headers).status();
    }

    /** The test's timeout bounds it. */
    private static void awaitPassword(Watcher watcher, String password) throws Exception {
        while (status(watcher, "/metrics", login(password)) != 200) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    @Test
    void changedPasswordFile_isReadWithoutARequest() throws Exception {
        write("password", "first password\n");
        writeWeb(AUTH);
        try (Watcher watcher = start()) {
            for (String path : List.of("/", "/metrics", "/events", "/api/v1/targets", "/page.js", "/probe", "/none")) {
                assertThat(status(watcher, path)).as(path).isEqualTo(401);
            }
            assertThat(status(watcher, "/-/healthy")).isEqualTo(200);
            assertThat(status(watcher, "/-/ready")).isEqualTo(200);
            assertThat(status(watcher, "/metrics", login("first password"))).isEqualTo(200);

            write("password", "second password\n");
            awaitPassword(watcher, "second password");
            assertThat(status(watcher, "/metrics", login("first password"))).isEqualTo(401);
        }
    }

    @Test
    void wrongPasswordFile_changesNothingAndIsNotShown() throws Exception {
        write("password", "first password\n");
        writeWeb(AUTH);
        try (Watcher watcher = start()) {
            write("password", "hush\n");
            Reload reload = watcher.reload();

            assertThat(reload.errors())
                    .singleElement()
                    .asString()
                    .contains("file:password")
                    .doesNotContain("hush");
            assertThat(status(watcher, "/metrics", login("first password"))).isEqualTo(200);
            assertThat(status(watcher, "/metrics", login("hush"))).isEqualTo(401);
        }
    }

    @Test
    void reload_isNotMadeForThoseWhoHaveNoPassword() throws Exception {
        write("password", "first password\n");
        writeWeb(AUTH);
        try (Watcher watcher = start();
                RawClient client = new RawClient(watcher.address())) {
            String post = "POST /-/reload HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n";

            assertThat(client.send(post + "\r\n").reply().status()).isEqualTo(401);
            RawClient.Reply reply =
                    client.send(post + login("first password") + "\r\n\r\n").reply();
            assertThat(reply.text()).isEqualTo("reloaded: nothing has changed\n");
        }
    }

    @Test
    void changedCertificate_isReadWithoutARequest() throws Exception {
        TestCertificate first = TestCertificate.of("first");
        TestCertificate second = TestCertificate.of("second");
        write(first);
        writeWeb(TLS);
        try (Watcher watcher = start()) {
            try (RawClient client = new RawClient(first.connect(watcher.address()))) {
                assertThat(client.send("GET /-/ready HTTP/1.1\r\nHost: x\r\n\r\n")
                                .reply()
                                .status())
                        .isEqualTo(200);
            }
            // One after the other: in between, the key is that of another certificate.
            write(second);
            while (!isKnown(watcher, second)) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(isKnown(watcher, first)).isFalse();
        }
    }

    private static boolean isKnown(Watcher watcher, TestCertificate certificate) throws Exception {
        try (RawClient client = new RawClient(certificate.connect(watcher.address()))) {
            return client.send("GET /-/ready HTTP/1.1\r\nHost: x\r\n\r\n")
                            .reply()
                            .status()
                    == 200;
        } catch (SSLException e) {
            // It has another.
            return false;
        }
    }

    @Test
    void events_comeByTlsToThoseWhoHaveThePassword() throws Exception {
        TestCertificate certificate = TestCertificate.of("watcher");
        write(certificate);
        write("password", "first password\n");
        writeWeb(TLS + ", " + AUTH);
        try (Watcher watcher = start();
                RawClient client = new RawClient(certificate.connect(watcher.address()))) {
            String request = "GET /events HTTP/1.1\r\nHost: x\r\n";
            assertThat(client.send(request + "\r\n").reply().status()).isEqualTo(401);

            assertThat(client.send(request + login("first password") + "\r\n\r\n")
                            .head())
                    .contains("Content-type: text/event-stream; charset=utf-8");
            assertThat(client.chunk()).contains("\nevent: reset\ndata: {\"status\":{");
        }
    }

    @Test
    void useOfTls_needsANewStart() throws Exception {
        TestCertificate certificate = TestCertificate.of("watcher");
        write(certificate);
        writeWeb(TLS);
        try (Watcher watcher = start()) {
            write("halfshake.yaml", "web: { port: 0 }\ntargets: []\n");
            assertThat(watcher.reload().errors())
                    .containsExactly(directory.resolve("halfshake.yaml")
                            + ": web: changed in address, port or use of TLS (expected as at the start; a new start"
                            + " changes them)");
            assertThat(isKnown(watcher, certificate)).isTrue();
        }
    }
}
