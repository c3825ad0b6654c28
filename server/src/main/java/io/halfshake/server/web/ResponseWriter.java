package io.halfshake.server.web;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes a response to a connection. */
final class ResponseWriter {
    private static final System.Logger LOG = System.getLogger("io.halfshake");

    private ResponseWriter() {}

    static void write(HttpExchange exchange, Response response) {
        try {
            boolean gzip = response.compressible()
                    && AcceptHeader.acceptsGzip(
                            String.join(",", exchange.getRequestHeaders().getOrDefault("Accept-Encoding", List.of())));
            ByteArrayOutputStream body = body(response, gzip);
            Headers headers = exchange.getResponseHeaders();
            addHeaders(headers, response);
            if (gzip) {
                headers.set("Content-Encoding", "gzip");
            }
            if (exchange.getRequestMethod().equals("HEAD")) {
                if (response.streaming() == null) {
                    headers.set("Content-Length", Integer.toString(body.size()));
                }
                exchange.sendResponseHeaders(response.status(), -1);
            } else {
                exchange.sendResponseHeaders(response.status(), body.size() == 0 ? -1 : body.size());
                // Closing this sends what is buffered. Closing the exchange first waits for the rest of the request.
                try (OutputStream out = exchange.getResponseBody()) {
                    body.writeTo(out);
                }
            }
        } catch (IOException e) {
            // The client has gone, or its time was up: nothing can be sent to it.
            LOG.log(Level.DEBUG, "web: response not sent", e);
        }
    }

    /** What the response says itself comes first. */
    static void addHeaders(Headers headers, Response response) {
        headers.set("Cache-Control", "no-store");
        response.headers().forEach(headers::set);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", "default-src 'self'");
        if (response.compressible()) {
            String vary = headers.getFirst("Vary");
            headers.set("Vary", vary == null ? "Accept-Encoding" : vary + ", Accept-Encoding");
        }
    }

    /** Complete before the first byte is sent: its length comes first, and what fails can still be reported. */
    private static ByteArrayOutputStream body(Response response, boolean gzip) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1_024);
        try (OutputStream out = gzip ? new GZIPOutputStream(body, 8_192) : body) {
            response.body().writeTo(out);
        }
        return body;
    }
}
