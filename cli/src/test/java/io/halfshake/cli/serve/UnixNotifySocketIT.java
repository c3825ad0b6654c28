package io.halfshake.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixNotifySocketIT {
    private static final int MAX_PATH = 107;

    @TempDir
    private Path directory;

    private static String abstractName() {
        return "@halfshake-" + UUID.randomUUID();
    }

    private static void expectToArrive(String name, String message) throws Exception {
        try (DatagramReceiver receiver = new DatagramReceiver(name)) {
            UnixNotifySocket socket = new UnixNotifySocket(name);
            socket.send("READY=1");
            socket.send(message);
            assertThat(receiver.receive()).isEqualTo("READY=1");
            assertThat(receiver.receive()).isEqualTo(message);
        }
    }

    @Test
    void messageToAPath_arrives() throws Exception {
        expectToArrive(directory.resolve("notify").toString(), "READY=1\nSTATUS=watching db-\u00e4");
    }

    @Test
    void messageToAnAbstractName_arrives() throws Exception {
        expectToArrive(abstractName(), "STOPPING=1");
    }

    @ParameterizedTest
    @ValueSource(ints = {MAX_PATH - 1, MAX_PATH})
    void longAbstractName_isUsedWhole(int length) throws Exception {
        String name = abstractName();
        expectToArrive(name + "x".repeat(1 + length - name.length()), "WATCHDOG=1");
    }

    @Test
    void pathWithoutASocket_isAnError() {
        String path = directory.resolve("notify").toString();
        assertThatIOException()
                .isThrownBy(() -> new UnixNotifySocket(path).send("READY=1"))
                .withMessageStartingWith("NOTIFY_SOCKET: \"" + path + "\": sendto failed: [2]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run/notify", "@", "vsock:2:1234", "/"})
    void nameThatIsNone_isAnError(String name) {
        String wrong = name.equals("/") ? name + "x".repeat(MAX_PATH) : name;
        assertThatIOException()
                .isThrownBy(() -> new UnixNotifySocket(wrong).send("READY=1"))
                .withMessage("NOTIFY_SOCKET: \"" + wrong
                        + "\" (expected a path that begins with /, or @ and a name, of at most 107 bytes)");
    }

    /** A service manager that hangs. In a thread of its own, since a call that waits cannot be interrupted. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
    void receiverThatDoesNotRead_isAnErrorAndNotWaitedFor() throws Exception {
        String name = abstractName();
        try (DatagramReceiver receiver = new DatagramReceiver(name)) {
            UnixNotifySocket socket = new UnixNotifySocket(name);
            assertThatIOException()
                    .isThrownBy(() -> sendUntilFull(socket))
                    .withMessageContaining("sendto failed: [11]");
            assertThat(receiver.receive()).isEqualTo("WATCHDOG=1");
        }
    }

    private static void sendUntilFull(UnixNotifySocket socket) throws IOException {
        for (int i = 0; i < 1_000_000; i++) {
            socket.send("WATCHDOG=1");
        }
    }

    /** HotSpot's {@link System#nanoTime} is the same clock on Linux. */
    @Test
    void clock_isTheMonotonicOne() throws Exception {
        long before = TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
        long micros = new UnixNotifySocket(abstractName()).monotonicMicros();
        assertThat(micros).isBetween(before, TimeUnit.NANOSECONDS.toMicros(System.nanoTime()));
    }
}
