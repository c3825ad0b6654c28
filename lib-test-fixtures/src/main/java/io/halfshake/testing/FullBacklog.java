package io.halfshake.testing;

import java.io.IOException;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Listens behind an accept queue that has no room, in which Linux drops a SYN without a word. */
final class FullBacklog implements PeerBehaviour {
    /** Linux has room for one more than the backlog; other systems round it up. */
    private static final int MAX_FILLERS = 256;

    /** On loopback an answer comes within the call. This is for a machine that is held up. */
    private static final int SILENCE_MILLIS = 250;

    private final ServerSocketChannel listener;
    private final List<Socket> fillers = new ArrayList<>();

    private FullBacklog(ServerSocketChannel listener) {
        this.listener = listener;
    }

    static FullBacklog fill(HeldPort port) throws IOException {
        FullBacklog backlog = new FullBacklog(port.listen(1));
        boolean silent = false;
        try {
            for (int i = 0; i < MAX_FILLERS && !silent; i++) {
                silent = !backlog.connects(port);
            }
            if (!silent) {
                throw new IllegalStateException("peer " + port.address() + ": " + MAX_FILLERS
                        + " connections fit into a backlog of 1 (expected silence)");
            }
            return backlog;
        } finally {
            if (!silent) {
                backlog.close();
                port.hold();
            }
        }
    }

    private boolean connects(HeldPort port) throws IOException {
        Socket socket = new Socket(Proxy.NO_PROXY);
        boolean connected = false;
        try {
            socket.setSoLinger(true, 0);
            socket.connect(port.address(), SILENCE_MILLIS);
            fillers.add(socket);
            connected = true;
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw new IllegalStateException(
                    "peer " + port.address() + ": a full backlog answers \"" + e.getMessage() + "\" (expected silence)",
                    e);
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    @Override
    public void close() {
        // First the listener: it resets what it queued, so that no filler leaves room for a SYN.
        HeldPort.quietly(listener);
        for (Socket filler : fillers) {
            try {
                filler.close();
            } catch (IOException e) {
                // The listener has reset it.
            }
        }
    }
}
