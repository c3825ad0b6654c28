package io.halfshake.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.internal.EphemeralPorts;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecondConnectIT {
    private static final long MILLISECOND = 1_000_000;

    private final AtomicLong now = new AtomicLong();
    private final EphemeralPorts ports;
    private final SecondConnect look;
    private final InetSocketAddress target = address(127, 0, 0, 1, 40_000);

    SecondConnectIT(@TempDir Path directory) throws IOException {
        Path range = Files.writeString(directory.resolve("range"), "40000 40019");
        ports = new EphemeralPorts(range, now::get);
        look = new SecondConnect(ports, now::get);
    }

    private static InetSocketAddress address(int a, int b, int c, int d, int port) {
        try {
            byte[] bytes = {(byte) a, (byte) b, (byte) c, (byte) d};
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void refusalNearAnAnswer_needsASecondConnect() {
        now.set(100 * MILLISECOND);
        assertThat(look.isNeededForRefusal(target, now.get())).isFalse();
        look.answered(target);

        assertThat(look.isNeededForRefusal(target, 50 * MILLISECOND)).isTrue();
        assertThat(look.isNeededForRefusal(target, 110 * MILLISECOND)).isTrue();
        assertThat(look.isNeededForRefusal(target, 110 * MILLISECOND + 1)).isFalse();
        assertThat(look.isNeededForRefusal(address(127, 0, 0, 1, 40_001), 100 * MILLISECOND))
                .isFalse();
    }

    @Test
    void answer_needsASecondConnectOnlyFromALocalEphemeralPort() {
        assertThat(look.isNeededForAnswer(target)).isTrue();
        assertThat(look.isNeededForAnswer(address(0, 0, 0, 0, 40_000))).isTrue();
        assertThat(look.isNeededForAnswer(address(127, 0, 0, 1, 39_999))).isFalse();
        assertThat(look.isNeededForAnswer(address(192, 0, 2, 1, 40_000))).isFalse();
    }

    @Test
    void answerFromAnUndeterminedAddress_needsASecondConnect() {
        InetSocketAddress far = address(192, 0, 2, 1, 40_000);

        assertThat(lookWhereABindThrows(new SocketException("Too many open files"))
                        .isNeededForAnswer(far))
                .isTrue();
        assertThat(lookWhereABindThrows(new BindException("Address already in use"))
                        .isNeededForAnswer(far))
                .isTrue();
        assertThat(lookWhereABindThrows(new BindException("Cannot assign requested address"))
                        .isNeededForAnswer(far))
                .isFalse();
    }

    /** As with net.ipv4.ip_nonlocal_bind=1. */
    @Test
    void bindableAddressOfNoInterface_belongsToAnotherHost() {
        SecondConnect anyCanBeBound = new SecondConnect(ports, now::get, address -> {});

        assertThat(anyCanBeBound.isNeededForAnswer(address(192, 0, 2, 1, 40_000)))
                .isFalse();
        assertThat(anyCanBeBound.isNeededForAnswer(address(0, 0, 0, 0, 40_000))).isTrue();
    }

    private SecondConnect lookWhereABindThrows(IOException thrown) {
        return new SecondConnect(ports, now::get, address -> {
            throw thrown;
        });
    }

    @Test
    void addressOfAnotherHost_isRememberedForASecond() {
        int[] binds = {0};
        SecondConnect counted = new SecondConnect(ports, now::get, address -> {
            binds[0]++;
            throw new BindException("Cannot assign requested address");
        });
        assertThat(counted.isNeededForAnswer(address(192, 0, 2, 1, 40_000))).isFalse();
        now.addAndGet(1_000 * MILLISECOND);
        assertThat(counted.isNeededForAnswer(address(192, 0, 2, 1, 40_001))).isFalse();
        assertThat(binds[0]).isEqualTo(1);
        assertThat(counted.isNeededForAnswer(address(192, 0, 2, 2, 40_000))).isFalse();
        assertThat(binds[0]).isEqualTo(2);
        now.addAndGet(1);
        assertThat(counted.isNeededForAnswer(address(192, 0, 2, 1, 40_000))).isFalse();

        assertThat(binds[0]).isEqualTo(3);
    }

    @Test
    void server_canListenOnThePortOfASecondSocket() throws IOException {
        try (Socket second = SocketChannel.open().socket();
                ServerSocket server = new ServerSocket()) {
            look.bind(second);
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(second.getLocalPort()));

            assertThat(server.getLocalPort()).isPositive().isEqualTo(second.getLocalPort());
        }
    }

    @Test
    void secondSockets_doNotShareAPort(@TempDir Path directory) throws IOException {
        Path range = Files.writeString(directory.resolve("all but one"), "1025 65535");
        SecondConnect narrow = new SecondConnect(new EphemeralPorts(range, now::get), now::get);
        try (Socket second = SocketChannel.open().socket();
                Socket another = SocketChannel.open().socket()) {
            narrow.bind(second);
            narrow.bind(another);

            assertThat(another.isBound()).isFalse();
        }
    }

    @Test
    void listener_isRememberedForAMoment() {
        look.listens(target);
        now.addAndGet(100 * MILLISECOND);
        assertThat(look.isNeededForAnswer(target)).isFalse();
        now.addAndGet(1);

        assertThat(look.isNeededForAnswer(target)).isTrue();
    }
}
