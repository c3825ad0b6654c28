package io.halfshake.connect;

import io.halfshake.Handshake;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers every socket that was made, to see what became of it. */
class WatchedSockets extends Sockets {
    final List<Socket> opened = new CopyOnWriteArrayList<>();
    private final Sockets real = Sockets.find();

    WatchedSockets(Handshake handshake) {
        super(null, handshake);
    }

    @Override
    Socket open() throws IOException {
        Socket socket = real.open();
        opened.add(socket);
        return socket;
    }

    /** The first sockets fail with these, the others connect. */
    static WatchedSockets failing(SocketException... errors) {
        return new WatchedSockets(Handshake.HALF) {
            @Override
            Socket open() throws IOException {
                if (opened.size() == errors.length) {
                    return super.open();
                }
                SocketException error = errors[opened.size()];
                Socket socket = new Socket() {
                    @Override
                    public void connect(SocketAddress address, int timeout) throws IOException {
                        throw error;
                    }
                };
                opened.add(socket);
                return socket;
            }
        };
    }

    static SocketException reset() {
        return thrownBy(
                "sun.nio.ch.SocketChannelImpl", "throwConnectionReset", new SocketException("Connection reset"));
    }

    static SocketException givenUp() {
        return thrownBy("sun.nio.ch.Net", "pollConnect", new ConnectException("Connection timed out"));
    }

    static SocketException thrownBy(String type, String method, SocketException error) {
        error.setStackTrace(new StackTraceElement[] {new StackTraceElement(type, method, null, -2)});
        return error;
    }
}
