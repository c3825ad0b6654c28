package io.halfshake.server.web;

import static io.halfshake.server.web.RawClient.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.halfshake.server.web.RawClient.Reply;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS, with certificates that the test makes. */
@Timeout(120)
class TlsServerTest {
    private static final String GET_PAGE = "GET /page HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final Duration LONG = Duration.ofSeconds(60);

    /** Longer than a client of these tests waits. */
    private static final Duration NEVER = Duration.ofMinutes(10);

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final int LARGE = 20_000_000;

    private TestCertificate certificate;

    @BeforeEach
    void makeCertificate() throws GeneralSecurityException {
        certificate = TestCertificate.of("watcher");
    }

    private WebServer start(Handler page) throws IOException, GeneralSecurityException {
        return WebServer.start(
                Servers.anyPort(), Map.of("/page", page), new WebSecurity(null, certificate.forServer()));
    }

    private static WebServer start(Handler page, TlsListener tls) throws IOException {
        return WebServer.start(
                ServerProperties.newServer(), Servers.anyPort(), Map.of("/page", page), new AccessGate(null), tls);
    }

    private static Handler clientPage() {
        return Handler.of(request -> Response.text(200, "client " + request.client()));
    }

    private WebServer startWithPage() throws IOException, GeneralSecurityException {
        return start(clientPage());
    }

    private WebServer startWithPage(TlsLimits limits) throws IOException, GeneralSecurityException {
        return start(clientPage(), new TlsListener(certificate.forServer(), limits));
    }

    private static Handler large() {
        byte[] body = new byte[LARGE];
        return Handler.of(request -> new Response(200, Map.of(), false, out -> out.write(body)));
    }

    private RawClient connect(WebServer server) throws IOException, GeneralSecurityException {
        return new RawClient(certificate.connect(server.address()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void page_isAnsweredByEachVersion(String version) throws Exception {
        try (WebServer server = startWithPage();
                SSLSocket socket = certificate.connect(server.address(), version);
                RawClient client = new RawClient(socket)) {
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(GET_PAGE).reply().text()).isEqualTo("client /127.0.0.1\n");
            }
        }
    }

    /** It would cost a signature each time. */
    @Test
    void secondHandshakeOnAConnection_endsIt() throws Exception {
        try (WebServer server = startWithPage();
                SSLSocket socket = certificate.connect(server.address(), "TLSv1.2");
                RawClient client = new RawClient(socket)) {
            assertThat(client.send(GET_PAGE).reply().status()).isEqualTo(200);

            // Only sends the first message of it.
            socket.startHandshake();

            assertThatThrownBy(() -> client.send(GET_PAGE).reply()).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "Ed25519"})
    void keysOfOtherKinds_areUsed(String algorithm) throws Exception {
        certificate = TestCertificate.of("watcher", algorithm);
        try (WebServer server = startWithPage();
                RawClient client = connect(server)) {
            assertThat(client.send(GET_PAGE).reply().status()).isEqualTo(200);
        }
    }

    @Test
    void chain_isSentToClientsThatKnowItsLast() throws Exception {
        TestCertificate middle = certificate.issue("middle");
        TestCertificate leaf = middle.issue("leaf");
        TlsCertificate chain = TlsCertificate.of(TlsCertificate.chain(leaf.pem() + middle.pem()), leaf.keyPem());
        try (WebServer server = WebServer.start(Servers.anyPort(), Map.of(), new WebSecurity(null, chain))) {
            try (SSLSocket socket = certificate.connect(server.address())) {
                assertThat(socket.getSession().getPeerCertificates())
                        .containsExactly(leaf.certificate(), middle.certificate());
            }
            server.configure(new WebSecurity(null, leaf.forServer()));
            assertThatThrownBy(() -> certificate.connect(server.address()).close())
                    .as("without the middle one")
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void client_isTheOneInFrontOfTls() throws Exception {
        try (WebServer server = startWithPage();
                Socket plain = new Socket()) {
            plain.bind(new InetSocketAddress("127.0.0.2", 0));
            plain.connect(server.address());
            try (RawClient client = new RawClient(certificate.layered(plain))) {
                assertThat(client.send(GET_PAGE).reply().text()).isEqualTo("client /127.0.0.2\n");
            }
        }
    }

    @Test
    void serverBehind_answersNoOther() throws Exception {
        HttpServer behind = ServerProperties.newServer();
        Map<String, Handler> pages = Map.of("/-/healthy", HealthPages.healthy());
        TlsListener tls = new TlsListener(certificate.forServer(), TlsLimits.DEFAULT);
        try (WebServer server = WebServer.start(behind, Servers.anyPort(), pages, new AccessGate(null), tls)) {
            assertThat(server.address()).isNotEqualTo(behind.getAddress());
            assertThat(behind.getAddress().getAddress().isLoopbackAddress()).isTrue();

            Reply refused = get(behind.getAddress(), "/-/healthy");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).isEqualTo("connection: not encrypted (expected one by TLS)\n");
        }
    }

    @Test
    void plainRequest_isNotAnswered() throws Exception {
        try (WebServer server = startWithPage();
                RawClient plain = new RawClient(server.address())) {
            String rest = new String(plain.send(GET_PAGE).rest(), StandardCharsets.ISO_8859_1);
            assertThat(rest).doesNotContain("HTTP/");
            try (RawClient client = connect(server)) {
                assertThat(client.send(GET_PAGE).reply().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void halfHandshakes_holdNoThreadOfTheServer() throws Exception {
        List<Socket> halves = new ArrayList<>();
        try (WebServer server = startWithPage(new TlsLimits(NEVER, NEVER, NEVER))) {
            // More than the server has threads. Of a record of TLS, the head only.
            for (int i = 0; i < 100; i++) {
                Socket half = new Socket(
                        server.address().getAddress(), server.address().getPort());
                halves.add(half);
                half.getOutputStream().write(new byte[] {22, 3, 1});
            }
            try (RawClient client = connect(server)) {
                assertThat(client.send(GET_PAGE).reply().status()).isEqualTo(200);
            }
        } finally {
            for (Socket half : halves) {
                half.close();
            }
        }
    }

    @Test
    void connectionsBeyondTheLimit_areClosed() throws Exception {
        List<RawClient> open = new ArrayList<>();
        try (WebServer server = startWithPage(new TlsLimits(NEVER, NEVER, NEVER))) {
            for (int i = 0; i < TlsListener.MAX_CONNECTIONS; i++) {
                open.add(new RawClient(server.address()));
            }
            try (RawClient surplus = new RawClient(server.address())) {
                assertThat(surplus.isClosedByServer()).isTrue();
            }
        } finally {
            for (RawClient each : open) {
                each.close();
            }
        }
    }

    @Test
    void handshakeThatTakesTooLong_isClosed() throws Exception {
        TlsListener tls = new TlsListener(certificate.forServer(), new TlsLimits(SHORT, LONG, LONG));
        try (WebServer server = start(HealthPages.healthy(), tls);
                RawClient silent = new RawClient(server.address());
                RawClient half = new RawClient(server.address()).send("\u0016\u0003\u0001")) {
            assertThat(silent.isClosedByServer()).isTrue();
            assertThat(half.isClosedByServer()).isTrue();
        }
    }

    @Test
    void clientThatDoesNotRead_isClosed() throws Exception {
        TlsListener tls = new TlsListener(certificate.forServer(), new TlsLimits(LONG, SHORT, SHORT));
        CountDownLatch begun = new CountDownLatch(1);
        Handler page = Handler.of(request -> new Response(200, Map.of(), false, out -> {
            out.write(new byte[LARGE]);
            begun.countDown();
        }));
        try (WebServer server = start(page, tls);
                RawClient client = connect(server).send(GET_PAGE)) {
            assertThat(begun.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(tls.responses().awaitNone(LONG.toNanos())).isTrue();
            assertThat(client.rest()).hasSizeLessThan(LARGE);
        }
    }

    @Test
    void largeResponse_arrivesWhole() throws Exception {
        try (WebServer server = start(large());
                RawClient client = connect(server)) {
            assertThat(client.send(GET_PAGE).reply().body()).hasSize(LARGE);
            assertThat(client.send(GET_PAGE).reply().body()).hasSize(LARGE);
        }
    }

    @Test
    void oldClient_getsTheEndOfTheConnection() throws Exception {
        try (WebServer server = startWithPage();
                RawClient client = connect(server)) {
            assertThat(client.send("GET /page HTTP/1.0\r\n\r\n").reply().status())
                    .isEqualTo(200);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void clientThatSendsNoMore_getsItsResponse() throws Exception {
        try (WebServer server = startWithPage();
                SSLSocket socket = certificate.connect(server.address(), "TLSv1.3");
                RawClient client = new RawClient(socket).send(GET_PAGE)) {
            socket.shutdownOutput();

            assertThat(client.reply().status()).isEqualTo(200);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void newCertificate_isForNewConnections() throws Exception {
        TestCertificate next = TestCertificate.of("next");
        try (WebServer server = startWithPage();
                RawClient before = connect(server)) {
            server.configure(new WebSecurity(null, next.forServer()));

            try (SSLSocket socket = next.connect(server.address());
                    RawClient after = new RawClient(socket)) {
                Certificate[] shown = socket.getSession().getPeerCertificates();
                assertThat(shown).containsExactly(next.certificate());
                assertThat(after.send(GET_PAGE).reply().status()).isEqualTo(200);
            }
            assertThat(before.send(GET_PAGE).reply().status()).isEqualTo(200);
            assertThatThrownBy(() -> certificate.connect(server.address()).close())
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void useOfTls_doesNotChange() throws Exception {
        TlsCertificate read = certificate.forServer();
        try (WebServer encrypted = startWithPage();
                WebServer plain = Servers.withPage()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> encrypted.configure(WebSecurity.NONE))
                    .withMessage("TLS: off (expected as at the start)");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> plain.configure(new WebSecurity(null, read)))
                    .withMessage("TLS: on (expected as at the start)");
        }
    }

    @Test
    void usedPort_isNamedWithItsCause() throws Exception {
        TlsCertificate read = certificate.forServer();
        try (WebServer server = Servers.withPage()) {
            InetSocketAddress used = server.address();

            assertThatThrownBy(() -> WebServer.start(used, Map.of(), new WebSecurity(null, read)))
                    .isInstanceOf(IOException.class)
                    // What follows is the operating system's, in its language.
                    .hasMessageMatching("web address: 127\\.0\\.0\\.1:" + used.getPort()
                            + " \\(expected one that is free\\): \\S.*")
                    .hasCauseInstanceOf(BindException.class);
        }
    }

    @Test
    void stop_finishesWhatRuns() throws Exception {
        BlockingQueue<CompletableFuture<Response>> waiting = new LinkedBlockingQueue<>();
        Handler late = request -> {
            CompletableFuture<Response> answer = new CompletableFuture<>();
            waiting.add(answer);
            return answer;
        };
        // What the server has written may take a busy client a while to read.
        TlsListener tls = new TlsListener(certificate.forServer(), new TlsLimits(LONG, LONG, LONG));
        try (WebServer server = start(late, tls);
                RawClient client = connect(server).send(GET_PAGE)) {
            CompletableFuture<Response> answer = waiting.poll(60, TimeUnit.SECONDS);
            assertThat(answer).isNotNull();
            CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> server.stop(LONG));

            byte[] body = new byte[LARGE];
            assertThat(answer.complete(new Response(200, Map.of(), false, out -> out.write(body))))
                    .isTrue();

            assertThat(client.reply().body()).hasSize(LARGE);
            assertThat(stopped.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void stop_doesNotCallAResponseSentThatWasCutOff() throws Exception {
        TlsListener tls = new TlsListener(certificate.forServer(), new TlsLimits(LONG, LONG, SHORT));
        try (WebServer server = start(clientPage(), tls)) {
            // As a connection does whose client does not read.
            assertThat(tls.responses().begin()).isTrue();

            assertThat(server.stop(LONG)).isFalse();
        }
    }

    /** The JDK's own server of HTTPS waits there, for as long as the client does. */
    @Test
    void close_doesNotWaitForAClientThatDoesNotRead() throws Exception {
        try (WebServer server = start(large());
                RawClient client = connect(server).send(GET_PAGE)) {
            assertThat(client.head()).isNotEmpty();

            CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);

            assertThat(closed).succeedsWithin(LONG);
        }
    }

    @Test
    void close_freesTheAddress() throws Exception {
        InetSocketAddress address;
        try (WebServer server = startWithPage();
                RawClient idle = connect(server)) {
            address = server.address();
            assertThat(server.stop(Duration.ZERO)).isTrue();
            assertThat(idle.isClosedByServer()).isTrue();
        }
        try (WebServer again = WebServer.start(address, Map.of())) {
            assertThat(again.address()).isEqualTo(address);
        }
    }
}
