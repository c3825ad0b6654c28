package io.halfshake.testing;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** Listens and accepts only to count. A connection that was reset meanwhile is still in the queue, and is counted. */
record AcceptQueue(ServerSocketChannel listener) implements PeerBehaviour {
    int drain(long waitNanos) throws IOException {
        long start = System.nanoTime();
        try (Selector selector = Selector.open()) {
            listener.register(selector, SelectionKey.OP_ACCEPT);
            int drained = takeWaiting();
            long left = waitNanos;
            while (left > 0) {
                // Rounded up, since a timeout of zero is infinite.
                selector.select(TimeUnit.NANOSECONDS.toMillis(left) + 1);
                selector.selectedKeys().clear();
                drained += takeWaiting();
                left = waitNanos - (System.nanoTime() - start);
            }
            return drained;
        }
    }

    private int takeWaiting() throws IOException {
        int taken = 0;
        for (SocketChannel next = listener.accept(); next != null; next = listener.accept()) {
            reset(next);
            taken++;
        }
        return taken;
    }

    private static void reset(SocketChannel connection) throws IOException {
        try (connection) {
            connection.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }

    @Override
    public void close() {
        HeldPort.quietly(listener);
    }
}
