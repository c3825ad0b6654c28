package io.halfshake.server.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A response without a length: in chunks, or to a client of HTTP/1.0 without. Its end closes the connection. */
final class ExchangeStream implements ResponseStream {
    private final HttpExchange exchange;
    private final Response response;
    private @Nullable OutputStream body;

    ExchangeStream(HttpExchange exchange, Response response) {
        this.exchange = exchange;
        this.response = response;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        OutputStream out = body;
        if (out == null) {
            ResponseWriter.addHeaders(exchange.getResponseHeaders(), response);
            // Kept alive, a connection that an interrupt has closed counts as open until the server stops (JDK 25).
            exchange.getResponseHeaders().set("Connection", "close");
            exchange.sendResponseHeaders(response.status(), 0);
            out = exchange.getResponseBody();
            body = out;
        }
        out.write(bytes);
        out.flush();
    }

    @Override
    public void close() {
        exchange.close();
    }
}
