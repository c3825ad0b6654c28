package io.halfshake.benchmarks.contender;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A packet every 50 ms until this is closed, for masscan: it reads the clock only when a packet arrives, and without
 * this took up to half a minute to end.
 */
final class KeepAlive implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 50;
    private static final int DISCARD = 9;

    private final DatagramSocket socket;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    private KeepAlive(DatagramSocket socket) {
        this.socket = socket;
    }

    static KeepAlive to(String host) throws SocketException {
        KeepAlive keepAlive = new KeepAlive(new DatagramSocket());
        DatagramPacket packet = new DatagramPacket(new byte[1], 1, new InetSocketAddress(host, DISCARD));
        var unused = keepAlive.timer.scheduleAtFixedRate(
                () -> keepAlive.send(packet), 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
        return keepAlive;
    }

    private void send(DatagramPacket packet) {
        try {
            socket.send(packet);
        } catch (IOException e) {
            // The port is closed, or the socket was just closed.
            return;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        socket.close();
    }
}
