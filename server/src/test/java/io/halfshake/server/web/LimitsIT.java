package io.halfshake.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits of the JDK's server that take their time. */
class LimitsIT {
    /** Without the limit, the read ends by a timeout of its own, which is longer. */
    @Test
    void halfRequest_isClosedInTime() throws Exception {
        try (WebServer server = Servers.withPage();
                RawClient half = new RawClient(server.address()).send("GET /page HTTP/1.1\r\nHost: x\r\n")) {
            assertThat(half.isClosedByServer()).isTrue();
        }
    }

    @Test
    void bodyThatDoesNotCome_isNotWaitedForLonger() throws Exception {
        try (WebServer server = Servers.withPage();
                RawClient half = new RawClient(server.address())
                        .send("GET /page HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")) {
            assertThat(half.reply().status()).isEqualTo(200);
            assertThat(half.isClosedByServer()).isTrue();
        }
    }

    @Test
    void halfHandshake_isClosedInTime() throws Exception {
        WebSecurity security =
                new WebSecurity(null, TestCertificate.of("watcher").forServer());
        try (WebServer server = WebServer.start(Servers.anyPort(), Map.of(), security);
                RawClient half = new RawClient(server.address()).send("\u0016\u0003\u0001")) {
            assertThat(half.isClosedByServer()).isTrue();
        }
    }

    /** The limits of the server behind TLS are those of the connection. */
    @Test
    void halfRequestByTls_isClosedInTime() throws Exception {
        TestCertificate certificate = TestCertificate.of("watcher");
        WebSecurity security = new WebSecurity(null, certificate.forServer());
        try (WebServer server = WebServer.start(Servers.anyPort(), Map.of(), security);
                RawClient silent = new RawClient(certificate.connect(server.address()));
                RawClient half = new RawClient(certificate.connect(server.address())).send("GET /page HTTP/1.1\r\n")) {
            assertThat(half.isClosedByServer()).isTrue();
            assertThat(silent.isClosedByServer()).isTrue();
        }
    }
}
