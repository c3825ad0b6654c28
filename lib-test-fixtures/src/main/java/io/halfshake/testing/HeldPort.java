package io.halfshake.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A port that no other socket gets.
 *
 * <p>A socket that is bound and does not listen holds it. The kernel answers for such a port with RST, never lends it
 * to an outgoing connection, and, since both sockets set SO_REUSEPORT, lets a listener of this process come and go
 * beside it. Where there is no SO_REUSEPORT, holder and listener take turns, and another process may be quicker in
 * between.
 */
final class HeldPort implements AutoCloseable {
    private final boolean shared;
    private final ProtocolFamily family;
    private final InetSocketAddress address;
    private @Nullable SocketChannel holder;

    private HeldPort(SocketChannel holder, boolean shared) throws IOException {
        this.holder = holder;
        this.shared = shared;
        this.address = (InetSocketAddress) holder.getLocalAddress();
        this.family = Loopback.family(address.getAddress());
    }

    static HeldPort open(InetAddress ip) {
        return open(ip, true);
    }

    static HeldPort open(InetAddress ip, boolean shareIfPossible) {
        SocketChannel socket = null;
        try {
            socket = SocketChannel.open(Loopback.family(ip));
            boolean shared = shareIfPossible && share(socket);
            socket.bind(new InetSocketAddress(ip, 0));
            return new HeldPort(socket, shared);
        } catch (IOException | UnsupportedOperationException e) {
            quietly(socket);
            throw new UncheckedIOException(ip + ": no port", e instanceof IOException io ? io : new IOException(e));
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** Listens. Closing what this returns, after {@link #hold}, makes the port refuse again. */
    ServerSocketChannel listen(int backlog) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(family);
        boolean listening = false;
        try {
            if (shared) {
                listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            } else {
                quietly(holder);
                holder = null;
                listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            listener.bind(address, backlog);
            listener.configureBlocking(false);
            listening = true;
            return listener;
        } finally {
            if (!listening) {
                listener.close();
            }
        }
    }

    /** Holds the port without a listener. The listener is closed already. */
    void hold() throws IOException {
        if (holder == null) {
            SocketChannel socket = SocketChannel.open(family);
            socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            holder = socket;
            socket.bind(address);
        }
    }

    @Override
    public void close() {
        quietly(holder);
    }

    private static boolean share(SocketChannel socket) throws IOException {
        boolean supported = socket.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
        if (supported) {
            socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        }
        return supported;
    }

    /** Nothing can be done about a socket that fails to close, and nothing depends on it. */
    static void quietly(@Nullable Closeable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // As said.
        }
    }
}
