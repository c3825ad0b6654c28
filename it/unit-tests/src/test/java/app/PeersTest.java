package app;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.testing.PeerKind;
import io.halfshake.testing.StartPeer;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Has peers, all of which listen; {@link StoppedPeersTest} looks what became of them. */
@Order(1)
class PeersTest {
    static final List<TcpPeer> STARTED = new ArrayList<>();

    @StartPeer
    private static TcpPeer shared;

    @StartPeer(PeerKind.NEVER_ACCEPTING)
    private TcpPeer own;

    private final TcpPeer constructed;

    PeersTest(@StartPeer TcpPeer constructed) {
        this.constructed = constructed;
    }

    @Test
    void firstTest_hasPeersThatListen(@StartPeer TcpPeer parameter) throws IOException {
        listen(parameter);
    }

    @Test
    void secondTest_hasPeersThatListen(@StartPeer TcpPeer parameter) throws IOException {
        listen(parameter);
    }

    private void listen(TcpPeer parameter) throws IOException {
        for (TcpPeer peer : List.of(shared, own, constructed, parameter)) {
            try (Socket socket = new Socket()) {
                socket.connect(peer.address());
                assertThat(socket.isConnected()).isTrue();
            }
            STARTED.add(peer);
        }
    }
}
