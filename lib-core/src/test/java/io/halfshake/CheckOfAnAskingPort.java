package io.halfshake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Run in a JVM of its own, where only ports 40000 and 40001 are given away and SYNs from port 40001 are lost: a socket
 * waits on port 40001 for the answer of port 40000, and a check, which the kernel can only send from port 40000, asks
 * port 40001. Prints what was found.
 */
final class CheckOfAnAskingPort {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private CheckOfAnAskingPort() {}

    public static void main(String[] arguments) throws IOException {
        try (SocketChannel asking = SocketChannel.open();
                Checker checker = Checker.builder()
                        .engine("connect")
                        .resend(Resend.never())
                        .build()) {
            // The engine tries itself first, and needs both ports for it.
            checker.checkAddr("127.0.0.1:40000", TIMEOUT);
            InetAddress loopback = InetAddress.getLoopbackAddress();
            asking.bind(new InetSocketAddress(loopback, 40_001));
            asking.configureBlocking(false);
            if (asking.connect(new InetSocketAddress(loopback, 40_000))) {
                throw new IllegalStateException("port 40000 answered");
            }
            System.out.println(CountedChecks.finding(checker.checkAddr("127.0.0.1:40001", TIMEOUT)));
        }
    }
}
