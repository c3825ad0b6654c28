package io.halfshake.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.Checker;
import io.halfshake.server.service.NotifySocket;
import io.halfshake.server.service.RecordingSocket;
import io.halfshake.server.service.ServiceManager;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.RecordedCheck;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service manager is notified of by a watcher. */
class WatcherServiceTest {
    private static final String TWO = "watching 2 targets: 0 up, 0 down, 2 unknown";
    private static final String ONE = "watching 1 target: 0 up, 0 down, 1 unknown";

    private final RecordingSocket socket = new RecordingSocket();

    @TempDir
    private Path directory;

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("halfshake.yaml"), text);
    }

    private Path watch(String targets) throws IOException {
        return write("web: { port: 0 }\ntargets: [ " + targets + " ]\n");
    }

    /** Its checks do not end before the watcher is closed, so that no state changes meanwhile. */
    private static Checker checker() {
        FakeChecker checker = FakeChecker.create();
        checker.otherwise().timesOut();
        return checker;
    }

    private Watcher start(Path file) throws Exception {
        return Watcher.start(file, Map.of(), checks -> checker(), socket.manager());
    }

    /** Without those that say only that it goes on. */
    private List<String> changes() {
        return socket.take().stream()
                .filter(message -> !message.startsWith("STATUS="))
                .toList();
    }

    @Test
    void watcher_isReadyOnceItsTargetsAreWatched_andStopsOnce() throws Exception {
        Watcher watcher = start(watch("\"127.0.0.1:1\", \"127.0.0.1:2\""));
        assertThat(changes()).containsExactly("READY=1\nSTATUS=" + TWO);

        watcher.close();
        watcher.close();
        assertThat(changes()).containsExactly("STOPPING=1\nSTATUS=stopping");
    }

    @Test
    void reload_isReportedWithItsEnd() throws Exception {
        try (Watcher watcher = start(watch("\"127.0.0.1:1\""))) {
            assertThat(changes()).hasSize(1);
            watch("\"127.0.0.1:1\", \"127.0.0.1:2\"");
            assertThat(watcher.reload().succeeded()).isTrue();
            // On a slow machine the watcher may have noticed by itself before.
            assertThat(changes()).endsWith("RELOADING=1\nMONOTONIC_USEC=42", "READY=1\nSTATUS=" + TWO);
        }
    }

    @Test
    void refusedReload_endsTooAndTheStatusSaysSo() throws Exception {
        try (Watcher watcher = start(watch("\"127.0.0.1:1\""))) {
            assertThat(changes()).hasSize(1);
            watch("nonsense");
            assertThat(watcher.reload().succeeded()).isFalse();
            assertThat(changes())
                    .endsWith(
                            "RELOADING=1\nMONOTONIC_USEC=42",
                            "READY=1\nSTATUS=" + ONE + "; configuration not reloaded, see the log");
        }
    }

    @Test
    void startThatFails_isNeverReady() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path file = write("web: { port: " + taken.getLocalPort() + " }\ntargets: []\n");
            assertThatThrownBy(() -> start(file)).isInstanceOf(IOException.class);
        }
        assertThat(changes()).containsExactly("STOPPING=1\nSTATUS=stopping");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0"})
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void watchdog_isNotifiedAfterACheckOfTheAddressForHttp(String address) throws Exception {
        FakeChecker checker = FakeChecker.create();
        checker.otherwise().up();
        Path file = write("web: { address: " + address + ", port: 0 }\ntargets: []\n");
        ServiceManager manager = socket.manager(Map.of("WATCHDOG_USEC", "4000"));
        try (Watcher watcher = Watcher.start(file, Map.of(), checks -> checker, manager)) {
            while (!socket.take().contains("WATCHDOG=1")) {
                Thread.onSpinWait();
            }
            assertThat(checker.recordedChecks())
                    .extracting(RecordedCheck::target)
                    .contains("127.0.0.1:" + watcher.address().getPort());
        }
    }

    /** As without memory. */
    @Test
    void socketThatThrows_doesNotKeepTheAddressOfAClosedWatcher() throws Exception {
        NotifySocket throwing = new NotifySocket() {
            @Override
            public void send(String message) {
                if (message.startsWith("STOPPING=1")) {
                    throw new IllegalStateException("socket");
                }
            }

            @Override
            public long monotonicMicros() {
                return 0;
            }
        };
        ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", "/run/test"), 1, name -> throwing);
        Watcher watcher = Watcher.start(watch(""), Map.of(), checks -> checker(), manager);
        InetSocketAddress address = watcher.address();

        assertThatThrownBy(watcher::close).hasMessage("socket");

        assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close())
                .isInstanceOf(ConnectException.class);
    }
}
