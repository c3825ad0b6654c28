package io.halfshake.server.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** For {@link TlsPortsIT}: requests by TLS, one after the other, and then what else on the machine needs a port. */
final class TlsPortsMain {
    private TlsPortsMain() {}

    /** Prints a line for each request, and one for a connection to another server. */
    public static void main(String[] args) throws Exception {
        int requests = Integer.parseInt(args[0]);
        // Outside of the range, so that all of it is there for the ends of clients.
        List<InetSocketAddress> used = IntStream.of(20_001, 20_002)
                .mapToObj(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .toList();
        TestCertificate certificate = TestCertificate.of("watcher");
        Map<String, Handler> pages = Map.of("/page", Handler.of(request -> Response.text(200, "content")));
        WebSecurity security = new WebSecurity(null, certificate.forServer());
        try (WebServer server = WebServer.start(used.get(0), pages, security);
                WebServer other = WebServer.start(used.get(1), pages)) {
            for (int i = 0; i < requests; i++) {
                try (RawClient client = new RawClient(certificate.connect(server.address()))) {
                    System.out.println(client.send("GET /page HTTP/1.1\r\nHost: x\r\n\r\n")
                            .reply()
                            .text()
                            .strip());
                }
            }
            try (Socket socket = new Socket()) {
                socket.connect(other.address());
                System.out.println("connected");
            }
        }
    }
}
