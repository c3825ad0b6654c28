package app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.halfshake.testing.TcpPeer;
import java.net.ConnectException;
import java.net.Socket;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

@Order(2)
class StoppedPeersTest {
    @Test
    void peersOfAnEarlierClass_listenNoMore() {
        // One of the class, and three of each test.
        assertThat(Set.copyOf(PeersTest.STARTED)).hasSize(1 + 2 * 3);
        for (TcpPeer peer : PeersTest.STARTED) {
            assertThatExceptionOfType(ConnectException.class)
                    .as(peer.toString())
                    .isThrownBy(() -> {
                        try (Socket socket = new Socket()) {
                            socket.connect(peer.address());
                        }
                    });
        }
    }

    @Test
    void junit_isThatOfTheProfile() {
        assertThat(Test.class.getPackage().getImplementationVersion()).isEqualTo(System.getProperty("junit.version"));
    }
}
