package io.halfshake.cli.watch;

import io.halfshake.cli.CleanEnvironment;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server in a process of its own, which can be killed and started anew, and knows when it began to listen. */
final class ListeningProcess implements AutoCloseable {
    private final Process process;
    private final Instant beforeListening;
    private final Instant listening;

    private ListeningProcess(Process process, Instant beforeListening, Instant listening) {
        this.process = process;
        this.beforeListening = beforeListening;
        this.listening = listening;
    }

    /** Starts it, and waits until it listens. Another socket holds the port, with SO_REUSEPORT. */
    static ListeningProcess start(int port) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ListeningProcess.class.getName(),
                Integer.toString(port));
        Process process = CleanEnvironment.builder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader told = process.inputReader(StandardCharsets.UTF_8);
        return new ListeningProcess(process, moment(told.readLine()), moment(told.readLine()));
    }

    private static Instant moment(@Nullable String line) throws IOException {
        if (line == null) {
            throw new IOException("listener: ended (expected to listen)");
        }
        return Instant.parse(line);
    }

    /** Not earlier than this did it begin to listen. */
    Instant beforeListening() {
        return beforeListening;
    }

    /** Not later than this. */
    Instant listening() {
        return listening;
    }

    /** Ends it with SIGKILL, and waits until nothing is left of it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process itself. It ends with its parent, whose pipe it reads. */
    public static void main(String[] arguments) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            String before = Instant.now().toString();
            server.bind(address);
            System.out.println(before);
            System.out.println(Instant.now());
            while (System.in.read() >= 0) {
                // There is no input: this waits for its end.
            }
        }
    }
}
