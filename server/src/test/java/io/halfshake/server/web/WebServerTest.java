package io.halfshake.server.web;

import static io.halfshake.server.web.RawClient.get;
import static io.halfshake.server.web.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.server.web.RawClient.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebServerTest {
    private static final String GET_PAGE = "GET /page HTTP/1.1\r\nHost: x\r\n";

    private WebServer server;

    @BeforeEach
    void start() throws IOException {
        server = Servers.withPage();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void get_answersThePage() throws IOException {
        Reply reply = get(server, "/page");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("content\n");
        assertThat(reply.headers())
                .containsEntry("content-type", "text/plain; charset=utf-8")
                .containsEntry("content-length", "8")
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("content-security-policy", "default-src 'self'")
                .containsEntry("cache-control", "no-store");
    }

    @Test
    void head_hasTheHeadersOnly() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            Reply head = client.send("HEAD /page HTTP/1.1\r\nHost: x\r\n\r\n").reply(true);
            Reply next = client.send(GET_PAGE + "\r\n").reply();

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.headers()).containsEntry("content-length", "8");
            assertThat(next.text()).isEqualTo("content\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/pageX",
                "/page/",
                "/page/more",
                "/",
                "/PAGE",
                "//page",
                "//host/page",
                "/./page",
                "/x/../page",
                "/%70age",
                "/page%2F",
                "/page%00",
                "/page;a=b",
                "/..%2fpage",
                "ftp://host/page",
                "//",
                "/pa%zzge",
                "/<script>",
                "page",
                "?page",
                "*"
            })
    void otherPaths_areNone(String target) throws IOException {
        assertThat(get(server, target).status()).isIn(400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host:80", "mailto:x"})
    void targetsWithoutPath_doNoHarm(String target) throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            assertThat(client.send("OPTIONS " + target + " HTTP/1.1\r\nHost: x\r\n\r\n")
                            .isClosedByServer())
                    .isTrue();
        }

        assertThat(get(server, "/page").status()).isEqualTo(200);
    }

    @Test
    void absoluteTarget_isAnswered() throws IOException {
        assertThat(get(server, "http://other/page").status()).isEqualTo(200);
    }

    @Test
    void unknownPath_isShownInOneLine() throws IOException {
        Reply reply = get(server, "/" + "a".repeat(200));

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.headers()).containsEntry("content-type", "text/plain; charset=utf-8");
        assertThat(reply.text())
                .isEqualTo("path: \"/" + "a".repeat(79) + "\"... (201 characters) (expected one of /page)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get", "FOO"})
    void otherMethods_areRefused(String method) throws IOException {
        Reply reply = request(server, method, "/page");

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers()).containsEntry("allow", "GET, HEAD");
        assertThat(reply.text()).isEqualTo("method: \"" + method + "\" (expected GET or HEAD)\n");
    }

    @Test
    void bodyOfGet_isIgnored() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            client.send(GET_PAGE + "Content-Length: 22\r\n\r\nGET /no HTTP/1.1\r\n\r\n!!");
            Reply first = client.reply();
            client.send(GET_PAGE + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
            Reply second = client.reply();
            client.send(GET_PAGE + "\r\n");

            assertThat(first.status()).isEqualTo(200);
            assertThat(second.status()).isEqualTo(200);
            assertThat(client.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void bodyThatDoesNotCome_delaysNoResponse() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            client.send("POST /page HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\n");

            assertThat(client.reply().status()).isEqualTo(405);
        }
    }

    @Test
    void twoLengths_areRefused() throws IOException {
        assertThat(get(server, "/page", "Content-Length: 3", "Transfer-Encoding: chunked")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void pipelinedRequests_areAnsweredInOrder() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            client.send(GET_PAGE + "\r\n" + "GET /other HTTP/1.1\r\nHost: x\r\n\r\n" + GET_PAGE + "\r\n");

            assertThat(client.reply().status()).isEqualTo(200);
            assertThat(client.reply().status()).isEqualTo(404);
            assertThat(client.reply().status()).isEqualTo(200);
        }
    }

    @Test
    void longTarget_isRefused() throws IOException {
        Reply reply = get(server, "/page?" + "a".repeat(10_000));

        assertThat(reply.status()).isEqualTo(414);
        assertThat(reply.text()).isEqualTo("request target: 10006 characters (expected at most 8192)\n");
    }

    @Test
    void requestLineOfAMegabyte_isCutOff() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            boolean sent = true;
            try {
                client.send("GET /" + "a".repeat(1 << 20) + " HTTP/1.1\r\n\r\n");
            } catch (IOException e) {
                sent = false;
            }

            assertThat(client.isClosedByServer()).as("sent: %s", sent).isTrue();
        }

        assertThat(get(server, "/page").status()).isEqualTo(200);
    }

    @Test
    void manyHeaders_areCutOff() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            StringBuilder headers = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                headers.append("A").append(i).append(": b\r\n");
            }
            client.send(GET_PAGE + headers + "\r\n");

            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void halfRequests_doNotHinderOthers() throws IOException {
        List<RawClient> halves = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                halves.add(new RawClient(server.address()).send("GET /page HTT"));
            }

            assertThat(get(server, "/page").status()).isEqualTo(200);
            assertThat(halves.get(0).send("P/1.1\r\nHost: x\r\n\r\n").reply().status())
                    .isEqualTo(200);
        } finally {
            for (RawClient half : halves) {
                half.close();
            }
        }
    }

    @Test
    void connectionsBeyondTheLimit_areClosed() throws IOException {
        List<RawClient> open = new ArrayList<>();
        try {
            for (int i = 0; i < 256; i++) {
                open.add(new RawClient(server.address()));
            }
            try (RawClient surplus = new RawClient(server.address())) {
                assertThat(surplus.isClosedByServer()).isTrue();
            }

            assertThat(open.get(255).send(GET_PAGE + "\r\n").reply().status()).isEqualTo(200);
        } finally {
            for (RawClient each : open) {
                each.close();
            }
        }
    }

    @Test
    void oldClients_areAnswered() throws IOException {
        try (RawClient client = new RawClient(server.address())) {
            Reply reply = client.send("GET /page HTTP/1.0\r\n\r\n").reply();

            assertThat(reply.text()).isEqualTo("content\n");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "deflate, GZIP|true",
                "gzip;q=0.5|true",
                "*|true",
                "gzip;q=0|false",
                "gzip; Q = 0.000, *|false",
                "*;q=0|false",
                "identity|false",
                "gzipx|false",
                "''|false"
            })
    void acceptsGzip_readsTheHeader(String header, boolean accepts) {
        assertThat(AcceptHeader.acceptsGzip(header)).isEqualTo(accepts);
    }

    @Test
    void compressiblePage_isSentWithGzipToThoseWhoAcceptIt() throws IOException {
        String text = "text ".repeat(1_000);
        Response page = new Response(
                200,
                Map.of("Content-Type", "text/plain"),
                true,
                out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        try (WebServer other = Servers.of("/page", Handler.of(request -> page))) {
            Reply plain = get(other, "/page");
            Reply gzip = get(other, "/page", "Accept-Encoding: gzip");
            Reply head = request(other, "HEAD", "/page", "Accept-Encoding: gzip");

            assertThat(plain.text()).isEqualTo(text);
            assertThat(plain.headers()).doesNotContainKey("content-encoding").containsEntry("vary", "Accept-Encoding");
            assertThat(gzip.headers()).containsEntry("content-encoding", "gzip");
            assertThat(gzip.body()).hasSizeLessThan(500);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(gzip.body())))
                    .hasContent(text);
            assertThat(head.headers())
                    .containsEntry("content-length", gzip.headers().get("content-length"));
        }
    }

    @Test
    void usedPort_isNamedWithItsCause() {
        InetSocketAddress used = server.address();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> WebServer.start(used, Map.of()))
                // What follows is the operating system's, in its language.
                .withMessageMatching(
                        "web address: 127\\.0\\.0\\.1:" + used.getPort() + " \\(expected one that is free\\): \\S.*")
                .withCauseInstanceOf(BindException.class);
    }

    @Test
    void start_refusesWhatItCannotServe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebServer.start(InetSocketAddress.createUnresolved("db", 80), Map.of()))
                .withMessage("web address: db/<unresolved>:80 (expected a resolved one)");
        Handler page = HealthPages.healthy();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebServer.start(Servers.anyPort(), Map.of("page", page)))
                .withMessage("path: \"page\" (expected one that begins with /)");
    }

    @Test
    void limits_areSet() {
        assertThat(System.getProperty("sun.net.httpserver.maxReqTime")).isNotNull();
        assertThat(System.getProperty("sun.net.httpserver.maxRspTime")).isNotNull();
        assertThat(System.getProperty("sun.net.httpserver.nodelay")).isEqualTo("true");
    }
}
