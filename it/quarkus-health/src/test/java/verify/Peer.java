package verify;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A port of this process that can be closed and opened again. */
final class Peer implements AutoCloseable {
    private static final int BACKLOG = 50;

    private ServerSocket socket = listen(0);
    private final int port = socket.getLocalPort();

    Peer() throws IOException {}

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), BACKLOG);
        return socket;
    }

    String target() {
        return "127.0.0.1:" + port;
    }

    void open() throws IOException {
        socket = listen(port);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
