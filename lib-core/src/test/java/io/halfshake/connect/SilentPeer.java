package io.halfshake.connect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A listener on loopback whose accept queue is full, so that the kernel drops every further SYN. */
final class SilentPeer implements AutoCloseable {
    /** A queue takes one connection more than its backlog. */
    private static final int SURELY_TAKEN = 2;

    private static final int UNANSWERED_MILLIS = 400;

    private final ServerSocket listener;
    private final List<Socket> queued = new ArrayList<>();

    SilentPeer(InetAddress address) throws IOException {
        listener = new ServerSocket(0, 1, address);
        for (int i = 0; i < SURELY_TAKEN; i++) {
            queued.add(new Socket(address, listener.getLocalPort()));
        }
        while (!isFull()) {
            if (queued.size() > 10) {
                throw new IOException("a backlog of 1 took " + queued.size() + " connections");
            }
        }
    }

    private boolean isFull() throws IOException {
        Socket socket = new Socket();
        queued.add(socket);
        try {
            socket.connect(address(), UNANSWERED_MILLIS);
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** Lets further connections in. */
    void makeRoom() throws IOException {
        listener.accept().close();
        listener.accept().close();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : queued) {
            socket.close();
        }
        listener.close();
    }
}
