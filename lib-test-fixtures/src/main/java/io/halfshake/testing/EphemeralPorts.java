package io.halfshake.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The ports that Linux lends to outgoing connections. */
final class EphemeralPorts {
    private static final Path RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");
    private static final int MAX_TRIES = 100;

    private EphemeralPorts() {}

    /**
     * One that is free at this moment. It is not held, since the kernel lends no held port. It is an even one: outgoing
     * connections get those first, and those who bind a port and let the kernel choose get odd ones.
     */
    static int closedOne() {
        List<Integer> range = Pattern.compile("\\s+")
                .splitAsStream(read().trim())
                .map(Integer::valueOf)
                .toList();
        int low = range.get(0);
        int high = range.get(1);
        for (int i = 0; i < MAX_TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(low, high) & ~1;
            if (port >= low && isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("ports " + low + " to " + high + ": none free (expected at least one)");
    }

    private static String read() {
        try {
            // By lines, which reads it in one go: the kernel gives nothing to a second read, and readString begins with
            // one byte.
            return Files.readAllLines(RANGE).get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isFree(int port) {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(Loopback.address(StandardProtocolFamily.INET), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
