package io.halfshake.benchmarks;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A packet every 50 ms until this is closed, for masscan: it looks at its watch only when a packet comes, and without
 * this took up to half a minute to end.
 */
final class Trickle implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 50;
    private static final int DISCARD = 9;

    private final DatagramSocket socket;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private Trickle(DatagramSocket socket) {
        this.socket = socket;
    }

    static Trickle to(String host) throws SocketException {
        Trickle trickle = new Trickle(new DatagramSocket());
        DatagramPacket packet = new DatagramPacket(new byte[1], 1, new InetSocketAddress(host, DISCARD));
        var unused = trickle.timer.scheduleAtFixedRate(
                () -> trickle.send(packet), 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        return trickle;
    }

    private void send(DatagramPacket packet) {
        try {
            socket.send(packet);
        } catch (IOException e) {
            // The host says that nobody listens there, or the socket was just closed.
            return;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        socket.close();
    }
}
