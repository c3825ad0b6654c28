package io.halfshake.benchmarks.workload;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Consecutive IPv4 addresses, all with the same port.
 *
 * @param first such as 10.10.0.0
 * @param port 1 to 65,535
 * @param hosts the number of addresses
 */
public record Targets(String first, int port, int hosts) {
    static Targets of(InetSocketAddress first, int hosts) {
        return new Targets(first.getAddress().getHostAddress(), first.getPort(), hosts);
    }

    public List<InetSocketAddress> addresses() {
        try {
            int base =
                    ByteBuffer.wrap(InetAddress.getByName(first).getAddress()).getInt();
            return IntStream.range(0, hosts).mapToObj(i -> address(base + i)).toList();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("first: " + first + " (expected an IPv4 address)", e);
        }
    }

    private InetSocketAddress address(int ip) {
        try {
            byte[] octets = ByteBuffer.allocate(Integer.BYTES).putInt(ip).array();
            return new InetSocketAddress(InetAddress.getByAddress(octets), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** The addresses without the port. */
    public List<String> hostTexts() {
        return addresses().stream().map(a -> a.getAddress().getHostAddress()).toList();
    }
}
