package io.halfshake.server.web;

import static io.halfshake.server.web.RawClient.get;
import static io.halfshake.server.web.RawClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.halfshake.server.web.RawClient.Reply;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StaticPageTest {
    private WebServer server;

    @BeforeEach
    void start() throws IOException {
        server = WebServer.start(
                Servers.anyPort(),
                Map.of(
                        "/file",
                        StaticPage.of(StaticPageTest.class, "/broken-files.txt", "text/plain"),
                        "/a/{x}.txt",
                        Handler.of(request -> Response.text(200, request.pathParameter("/a/{x}.txt"))),
                        "/a/exact.txt",
                        Handler.of(request -> Response.text(200, "of its own"))));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void file_isKeptByTheClientAndAskedForAgain() throws IOException {
        Reply first = get(server, "/file");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body()).isNotEmpty();
        assertThat(first.headers())
                .containsEntry("cache-control", "no-cache")
                .containsEntry("content-type", "text/plain")
                .containsEntry("vary", "Accept-Encoding")
                .containsEntry("x-content-type-options", "nosniff");
        String tag = first.headers().get("etag");

        assertThat(tag).matches("W/\"[0-9a-z]{24}\"");
        assertThat(get(server, "/file", "If-None-Match: \"x\"").status()).isEqualTo(200);
    }

    @Test
    void unknownPath_namesPagesOnly() throws IOException {
        Reply reply = get(server, "/other");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).isEqualTo("path: \"/other\" (expected one of /a/exact.txt, /a/{x}.txt)\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TAG", "*", "\"x\", TAG", "W/\"x\",TAG ,\"y\""})
    void fileThatTheClientHas_isNotSent(String header) throws IOException {
        String tag = get(server, "/file").headers().get("etag");
        String sent = "If-None-Match: " + header.replace("TAG", tag);

        Reply kept = get(server, "/file", sent, "Accept-Encoding: gzip");
        assertThat(kept.status()).isEqualTo(304);
        assertThat(kept.body()).isEmpty();
        assertThat(kept.headers()).containsEntry("etag", tag).doesNotContainKey("content-encoding");
        assertThat(get(server, "/file", sent.replace("W/", "")).status()).isEqualTo(304);
    }

    @Test
    void head_isAsGetWithoutABody() throws IOException {
        Reply head = request(server, "HEAD", "/file");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers().get("content-length"))
                .isEqualTo(Integer.toString(get(server, "/file").body().length));
    }

    @Test
    void resourceThatIsMissing_isAnErrorAtTheStart() {
        assertThatNullPointerException()
                .isThrownBy(() -> StaticPage.of(StaticPageTest.class, "none.txt", "text/plain"))
                .withMessage("none.txt");
    }

    @Test
    void pathWithAParameter_isWithinOneSegment() throws IOException {
        assertThat(get(server, "/a/b%20c.txt").text()).isEqualTo("b c\n");
        assertThat(get(server, "/a/exact.txt").text()).isEqualTo("of its own\n");
        assertThat(get(server, "/a/b/c.txt").status()).isEqualTo(404);
        assertThat(get(server, "/a/.txt").status()).isEqualTo(404);
        assertThat(get(server, "/a/%zz.txt").status()).isEqualTo(400);
        assertThat(get(server, "/A/b.txt").text()).contains("/a/{x}.txt");
    }
}
