package app;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** A Redis of this process's own, which keeps nothing and ends with it. */
final class RedisServer implements AutoCloseable {
    private static final int ATTEMPTS = 5;

    private final Process process;
    private final int port;
    private final Thread killer;

    private RedisServer(Process process, int port) {
        this.process = process;
        this.port = port;
        killer = new Thread(process::destroyForcibly, "redis-server killer");
    }

    static RedisServer start() throws IOException {
        Path program = program();
        StringBuilder output = new StringBuilder();
        // Another process may take the port before Redis does.
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            RedisServer server = launch(program, freePort());
            if (server.listens(output)) {
                return server;
            }
            server.close();
        }
        throw new IllegalStateException(program + " did not listen in " + ATTEMPTS + " attempts:\n" + output);
    }

    private static Path program() {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, "redis-server"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "redis-server: not on PATH (expected: the Debian package redis-server is installed)"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private static RedisServer launch(Path program, int port) throws IOException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--port",
                        String.valueOf(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        "",
                        "--appendonly",
                        "no")
                .redirectErrorStream(true)
                .start();
        RedisServer server = new RedisServer(process, port);
        Runtime.getRuntime().addShutdownHook(server.killer);
        return server;
    }

    /** Reads until Redis listens or has ended; the few lines that it prints later fit into the pipe. */
    private boolean listens(StringBuilder output) throws IOException {
        BufferedReader lines = process.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            output.append(line).append('\n');
            if (line.contains("Ready to accept connections")) {
                return true;
            }
        }
        return false;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(killer);
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
}
