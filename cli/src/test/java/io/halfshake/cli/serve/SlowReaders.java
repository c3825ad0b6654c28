package io.halfshake.cli.serve;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Clients that ask for events, read the first byte of the response, and nothing more. */
final class SlowReaders implements AutoCloseable {
    /** Fewer than wait in a backlog of 50: one more would have to send its SYN again, a second later. */
    private static final int AT_ONCE = 32;

    private static final int PER_ADDRESS = 1_000;
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final byte[] REQUEST = "GET /events HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Descriptors that are left to other tests in this process. */
    private static final long OTHERS = 2_000;

    private final InetSocketAddress server;
    private final List<Socket> held = new ArrayList<>();
    private int answered;

    SlowReaders(InetSocketAddress server) {
        this.server = server;
    }

    /** They stay connected, where this process may have as many descriptors; else the first of them. */
    void connect(int count) throws IOException {
        long room = room();
        for (int first = 0; first < count; first += AT_ONCE) {
            int begin = held.size();
            for (int number = first; number < Math.min(count, first + AT_ONCE); number++) {
                ask(number);
            }
            for (Socket each : held.subList(begin, held.size())) {
                readOne(each);
            }
            while (held.size() > room) {
                held.remove(held.size() - 1).close();
            }
        }
    }

    /** More than the server has connections for, in any case. */
    private static long room() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? Math.max(500, system.getMaxFileDescriptorCount() - OTHERS)
                : Long.MAX_VALUE;
    }

    private void ask(int number) throws IOException {
        // Ports of addresses that no other test uses: there are fewer than 30,000 of an address.
        InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 7, (byte) (1 + number / PER_ADDRESS)});
        Socket socket = new Socket(server.getAddress(), server.getPort(), from, 0);
        held.add(socket);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        try {
            socket.getOutputStream().write(REQUEST);
        } catch (SocketException e) {
            // The server may close one that is too many.
            socket.close();
        }
    }

    private void readOne(Socket socket) throws IOException {
        try {
            if (socket.getInputStream().read() >= 0) {
                answered++;
            }
        } catch (SocketException e) {
            // As above, or closed there.
            socket.close();
        }
    }

    /** How many got a response, and did not read it. */
    int answered() {
        return answered;
    }

    /** All of them go away without a word. */
    void disconnect() throws IOException {
        for (Socket each : held) {
            each.close();
        }
        held.clear();
    }

    @Override
    public void close() throws IOException {
        disconnect();
    }
}
