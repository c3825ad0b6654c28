package io.halfshake.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What another user of the same machine could do between the listener and the server behind, which is the test. */
@Timeout(120)
class TlsListenerTest {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final Duration LONG = Duration.ofMinutes(10);

    private ServerSocket behind;
    private TestCertificate certificate;
    private TlsListener tls;

    @BeforeEach
    void listen() throws IOException, GeneralSecurityException {
        behind = new ServerSocket();
        behind.setSoTimeout(TIMEOUT_MILLIS);
        behind.bind(Servers.anyPort());
        certificate = TestCertificate.of("watcher");
        // No test waits for one of them.
        tls = new TlsListener(certificate.forServer(), new TlsLimits(LONG, LONG, LONG));
        tls.bind(Servers.anyPort());
        tls.start(new InetSocketAddress(behind.getInetAddress(), behind.getLocalPort()));
    }

    @AfterEach
    void close() throws IOException {
        tls.close();
        behind.close();
    }

    private void assertThatIsNoClient(InetAddress address, int port) {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> tls.clientOf(new InetSocketAddress(address, port)))
                .withMessage("connection: not encrypted (expected one by TLS)")
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(403));
    }

    @Test
    void connection_isKnownByAddressAndPort() throws Exception {
        try (SSLSocket client = certificate.connect(tls.address());
                RawClient requests = new RawClient(client).send("G");
                Socket connection = behind.accept()) {
            connection.setSoTimeout(TIMEOUT_MILLIS);
            assertThat(connection.getInputStream().read()).isEqualTo('G');

            assertThat(connection.getInetAddress()).isEqualTo(InetAddress.getLoopbackAddress());
            assertThat(tls.clientOf(new InetSocketAddress(connection.getInetAddress(), connection.getPort())))
                    .isEqualTo(client.getLocalAddress());

            assertThatIsNoClient(InetAddress.getByName("127.0.0.2"), connection.getPort());
            assertThatIsNoClient(connection.getInetAddress(), behind.getLocalPort());

            tls.close();
            assertThatIsNoClient(connection.getInetAddress(), connection.getPort());
            assertThat(requests.isClosedByServer()).isTrue();
        }
    }

    /** From then on, another process can have its port. */
    @Test
    void connectionThatTheServerHasEnded_isKnownNoLonger() throws Exception {
        try (SSLSocket client = certificate.connect(tls.address());
                RawClient requests = new RawClient(client).send("G");
                Socket connection = behind.accept()) {
            connection.setSoTimeout(TIMEOUT_MILLIS);
            assertThat(connection.getInputStream().read()).isEqualTo('G');

            connection.shutdownOutput();

            assertThat(requests.isClosedByServer()).isTrue();
            assertThatIsNoClient(connection.getInetAddress(), connection.getPort());
        }
    }

    /** Stops the listener in the middle of a handshake, where clients look at the certificate. */
    private final class StoppingTrust implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyExchange) {
            throw new AssertionError("a server's");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyExchange) {
            tls.stopAccepting();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** The server behind has freed its port by then, so that it may be another process's. */
    @Test
    void handshakeThatEndsAfterTheStop_sendsNothing() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new StoppingTrust()}, null);
        try (Socket plain = new Socket(tls.address().getAddress(), tls.address().getPort());
                Socket client = context.getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true)) {
            try (RawClient requests = new RawClient(client)) {
                boolean unused = sends(requests, "GET / HTTP/1.1\r\nAuthorization: hush\r\n\r\n");

                try (Socket connection = behind.accept()) {
                    connection.setSoTimeout(TIMEOUT_MILLIS);
                    assertThat(new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                            .isEmpty();
                }
                assertThat(requests.isClosedByServer()).isTrue();
            }
        }
    }

    /** Makes the handshake first. False where the connection was closed already. */
    private static boolean sends(RawClient client, String text) {
        try {
            RawClient unused = client.send(text);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
