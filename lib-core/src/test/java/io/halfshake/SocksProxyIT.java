package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A proxy set for the whole JVM must not answer in the target's place. */
class SocksProxyIT {

    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException {
            try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                    Socket closed = new Socket();
                    Checker checker = Checker.builder().engine("connect").build()) {
                closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                System.out.println("plain socket: " + plain(listener));
                System.out.println(check(checker, listener.getLocalPort()));
                System.out.println(check(checker, closed.getLocalPort()));
            }
        }

        private static String plain(ServerSocket listener) throws IOException {
            try (Socket socket = new Socket()) {
                socket.connect(listener.getLocalSocketAddress());
                return "connected";
            } catch (SocketException e) {
                return e.toString();
            }
        }

        private static String check(Checker checker, int port) {
            return CountedChecks.verdict(checker.checkAddr("127.0.0.1:" + port, Duration.ofSeconds(30)));
        }
    }

    @Test
    void socksProxy_doesNotAffectResults() throws Exception {
        int nobody;
        try (Socket closed = new Socket()) {
            closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            nobody = closed.getLocalPort();
            // Loopback is kept from the proxy by default.
            assertThat(new ForkedJvm(Main.class)
                            .options(
                                    "-DsocksProxyHost=127.0.0.1", "-DsocksProxyPort=" + nobody, "-DsocksNonProxyHosts=")
                            .run())
                    .satisfiesExactly(
                            first -> assertThat(first).contains("Can't connect to SOCKS proxy"),
                            second -> assertThat(second).isEqualTo("UP"),
                            third -> assertThat(third).isEqualTo("DOWN REFUSED"));
        }
    }
}
