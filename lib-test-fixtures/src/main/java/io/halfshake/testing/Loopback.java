package io.halfshake.testing;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;

/** The addresses that never leave this machine. Others may be answered by whatever stands in front of it. */
final class Loopback {
    private static final byte[] IPV4 = {127, 0, 0, 1};
    private static final byte[] IPV6 = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private Loopback() {}

    static InetAddress address(ProtocolFamily family) {
        if (family != StandardProtocolFamily.INET && family != StandardProtocolFamily.INET6) {
            throw new IllegalArgumentException("family: " + family.name() + " (expected INET or INET6)");
        }
        try {
            return InetAddress.getByAddress(family == StandardProtocolFamily.INET ? IPV4 : IPV6);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static ProtocolFamily family(InetAddress address) {
        return address instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    }

    static boolean hasIpv6() {
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.INET6)) {
            socket.bind(new InetSocketAddress(address(StandardProtocolFamily.INET6), 0));
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
