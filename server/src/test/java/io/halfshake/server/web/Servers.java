package io.halfshake.server.web;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** Servers on a port of 127.0.0.1 that is free. */
public final class Servers {
    private Servers() {}

    public static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** The JDK's own, with the limits that the first one in a process sets for all. */
    public static HttpServer bare() throws IOException {
        HttpServer server = ServerProperties.newServer();
        server.bind(anyPort(), 0);
        return server;
    }

    public static WebServer of(String path, Handler page) throws IOException {
        return WebServer.start(anyPort(), Map.of(path, page));
    }

    /** With a page "/page" that says "content". */
    static WebServer withPage() throws IOException {
        return of("/page", Handler.of(request -> Response.text(200, "content")));
    }
}
