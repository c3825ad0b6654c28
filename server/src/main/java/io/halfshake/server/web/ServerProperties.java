package io.halfshake.server.web;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.Map;

/**
 * The system properties of the JDK's server, which has no other way to set a limit, and none by default. It reads them
 * once, when its first instance in the process is made, so this is the only place that makes one; the one of TLS is
 * read at the first handshake of a server, so that a {@link TlsListener} sets them too. A property that was set on the
 * command line stays as it is.
 */
final class ServerProperties {
    private static final Map<String, String> PROPERTIES = Map.of(
            // Without it, small responses wait for the delayed ACK of the one before, 40 ms (openjdk/jdk#17363).
            "sun.net.httpserver.nodelay", "true",
            // Seconds until a request must be complete: one that is not holds a thread.
            "sun.net.httpserver.maxReqTime", "10",
            // Seconds until a response must be read. For a request without a body the time begins when it is complete,
            // so that a probe's time is inside.
            "sun.net.httpserver.maxRspTime", "180",
            // Request line and headers together, in characters.
            "sun.net.httpserver.maxReqHeaderSize", "32768",
            // Beyond it, a new connection is closed at once. It bounds the queue of the threads, too.
            "jdk.httpserver.maxConnections", "256",
            // Of TLS 1.2: with it, a client could ask for the costly part of a handshake as often as it likes.
            "jdk.tls.rejectClientInitiatedRenegotiation", "true");

    private ServerProperties() {}

    /** Sets what was not set on the command line. */
    static synchronized void set() {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    /** A server that is bound to nothing, and has these limits. */
    static HttpServer newServer() throws IOException {
        set();
        return HttpServer.create();
    }
}
