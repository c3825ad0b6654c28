package io.halfshake.server.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is answered.
 *
 * @param status the HTTP status
 * @param headers by name, {@code Content-Type} included; the server adds the length, the encoding and what browsers
 *     need to be told
 * @param compressible whether the body is sent with gzip to those who accept it
 * @param body writes the body
 * @param streaming writes a body instead that has no end yet; null for a response that is complete
 */
public record Response(
        int status,
        Map<String, String> headers,
        boolean compressible,
        Body body,
        @Nullable Streaming streaming) {
    /** Writes the body of a response. */
    @FunctionalInterface
    public interface Body {
        /**
         * Writes all of it. Called once, on a thread of the server; what is written is kept in memory until it is
         * complete.
         *
         * @param out must not be closed
         * @throws IOException if writing fails
         * @throws RequestException if the request is refused after all, since nothing has been sent yet
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Copies the headers. */
    public Response {
        headers = Map.copyOf(headers);
    }

    /**
     * A response that is complete.
     *
     * @param status the HTTP status
     * @param headers by name, as above
     * @param compressible whether the body is sent with gzip to those who accept it
     * @param body writes the body
     */
    public Response(int status, Map<String, String> headers, boolean compressible, Body body) {
        this(status, headers, compressible, body, null);
    }

    /**
     * A response that goes on, with status 200. It is not compressed.
     *
     * @param contentType its media type
     * @param streaming writes it; not called for {@code HEAD}
     * @return a new response
     */
    public static Response streaming(String contentType, Streaming streaming) {
        return new Response(200, Map.of("Content-Type", contentType), false, out -> {}, streaming);
    }

    /**
     * Plain text.
     *
     * @param status the HTTP status
     * @param text without the last line's end, which is added
     * @return a new response
     */
    public static Response text(int status, String text) {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        return new Response(
                status, Map.of("Content-Type", "text/plain; charset=utf-8"), false, out -> out.write(bytes));
    }

    /**
     * The same response with one more header.
     *
     * @param name the header's name
     * @param value its value, without the sender's own characters
     * @return a copy
     */
    public Response withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, compressible, body, streaming);
    }
}
