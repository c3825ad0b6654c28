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

    /** As {@code ;q=0}, {@code ; Q=0.000}. */
    private static final String NOT_WANTED = "(?i)\\s*q\\s*=\\s*0(\\.0{0,3})?\\s*";

    private ResponseWriter() {}

    static void write(HttpExchange exchange, Response response) {
        try {
            boolean gzip = response.compressible()
                    && acceptsGzip(
                            String.join(",", exchange.getRequestHeaders().getOrDefault("Accept-Encoding", List.of())));
            ByteArrayOutputStream body = body(response, gzip);
            Headers headers = exchange.getResponseHeaders();
            response.headers().forEach(headers::set);
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Content-Security-Policy", "default-src 'self'");
            headers.set("Cache-Control", "no-store");
            if (response.compressible()) {
                headers.set("Vary", "Accept-Encoding");
            }
            if (gzip) {
                headers.set("Content-Encoding", "gzip");
            }
            if (exchange.getRequestMethod().equals("HEAD")) {
                headers.set("Content-Length", Integer.toString(body.size()));
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

    /** Complete before the first byte is sent: its length comes first, and what fails can still be reported. */
    private static ByteArrayOutputStream body(Response response, boolean gzip) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1_024);
        try (OutputStream out = gzip ? new GZIPOutputStream(body, 8_192) : body) {
            response.body().writeTo(out);
        }
        return body;
    }

    /** RFC 9110, section 12.5.3. What is not named is not sent compressed, unless "*" is. */
    static boolean acceptsGzip(String header) {
        boolean any = false;
        for (String each : header.split(",", -1)) {
            String[] parts = each.split(";", 2);
            String name = parts[0].strip();
            boolean wanted = parts.length == 1 || !parts[1].matches(NOT_WANTED);
            if (name.equalsIgnoreCase("gzip")) {
                return wanted;
            }
            any |= name.equals("*") && wanted;
        }
        return any;
    }
}
