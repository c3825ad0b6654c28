package io.halfshake.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.Handshake;
import io.halfshake.internal.EphemeralPorts;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reset comes before anything else. The handshake is completed here, so that the listener can see what ends it. */
@Timeout(600)
class AnsweredSocketIT {
    private final List<Socket> opened = new ArrayList<>();
    private final List<String> openSockets = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    @TempDir
    private Path directory;

    private void noteOpenSockets(String moment) {
        opened.stream().filter(socket -> !socket.isClosed()).forEach(socket -> openSockets.add(moment));
    }

    private final Sockets sockets = new Sockets(null, Handshake.FULL) {
        @Override
        Socket open() throws IOException {
            noteOpenSockets("at the second connect");
            Socket socket = super.open();
            opened.add(socket);
            return socket;
        }
    };

    private final class NotingProbe extends Probe {
        NotingProbe(InetSocketAddress address) {
            super(address, System.nanoTime() + TimeUnit.MINUTES.toNanos(1));
        }

        @Override
        public void sent(long nanoTime) {}

        @Override
        public void complete(Outcome outcome) {
            noteOpenSockets("at the outcome");
            outcomes.add(outcome);
        }
    }

    @ParameterizedTest
    @CsvSource({"1 1, 1", "1024 65535, 2"})
    void answeredSocket_isResetBeforeTheOutcomeIsReported(String ephemeralPorts, int connects) throws IOException {
        Path range = Files.writeString(directory.resolve("range"), ephemeralPorts);
        SecondConnect secondConnect = new SecondConnect(new EphemeralPorts(range, System::nanoTime), System::nanoTime);
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) listener.getLocalSocketAddress();
            new ConnectTask(sockets, secondConnect, new NotingProbe(address)).run();

            assertThat(outcomes).singleElement().isInstanceOf(Outcome.Answered.class);
            assertThat(openSockets).as("sockets not reset").isEmpty();
            assertThat(opened).hasSize(connects);
            for (int i = 0; i < connects; i++) {
                try (Socket accepted = listener.accept()) {
                    assertThatThrownBy(() -> accepted.getInputStream().read())
                            .as("a RST, not a FIN")
                            .isInstanceOf(SocketException.class);
                }
            }
        }
    }
}
