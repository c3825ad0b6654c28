package io.halfshake.testing;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Accepts, reads and discards, as RFC 863 has it, on a thread of its own. */
final class AcceptLoop implements PeerBehaviour {
    private final ByteBuffer discarded = ByteBuffer.allocate(4_096);
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final AtomicLong accepted;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable IOException failure;

    private AcceptLoop(Selector selector, ServerSocketChannel listener, AtomicLong accepted) {
        this.selector = selector;
        this.listener = listener;
        this.accepted = accepted;
        this.thread = new Thread(this::run, "tcp-peer-" + listener.socket().getLocalPort());
    }

    static AcceptLoop start(ServerSocketChannel listener, AtomicLong accepted) throws IOException {
        boolean started = false;
        try {
            Selector selector = Selector.open();
            listener.register(selector, SelectionKey.OP_ACCEPT);
            AcceptLoop loop = new AcceptLoop(selector, listener, accepted);
            loop.thread.setDaemon(true);
            loop.thread.start();
            started = true;
            return loop;
        } finally {
            if (!started) {
                listener.close();
            }
        }
    }

    private void run() {
        try {
            while (!closing) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    if (key.isAcceptable()) {
                        acceptAll();
                    } else {
                        discard(key);
                    }
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            failure = e;
        } finally {
            selector.keys().forEach(key -> HeldPort.quietly(key.channel()));
            // Channels that were registered are closed for good only by this.
            HeldPort.quietly(selector);
        }
    }

    private void acceptAll() throws IOException {
        for (SocketChannel next = listener.accept(); next != null; next = listener.accept()) {
            accepted.incrementAndGet();
            keep(next);
        }
    }

    private void keep(SocketChannel connection) {
        try {
            connection.setOption(StandardSocketOptions.SO_LINGER, 0);
            connection.configureBlocking(false);
            connection.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            // It was reset while it waited, which some systems tell this way.
            HeldPort.quietly(connection);
        }
    }

    private void discard(SelectionKey key) {
        try {
            discarded.clear();
            if (((SocketChannel) key.channel()).read(discarded) < 0) {
                HeldPort.quietly(key.channel());
            }
        } catch (IOException e) {
            // The other side has reset the connection, as checkers do.
            HeldPort.quietly(key.channel());
        }
    }

    @Override
    public @Nullable IOException failure() {
        return failure;
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        Await.end(thread);
    }
}
