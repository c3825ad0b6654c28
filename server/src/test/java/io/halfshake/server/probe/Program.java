package io.halfshake.server.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that is not ours, run for a test, with a page of its own on loopback. */
public final class Program implements AutoCloseable {
    public static final long MAX_WAIT_SECONDS = 60;
    private static final int MAX_ATTEMPTS = 5;
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Process process;
    private final Path log;
    private final int port;

    private Program(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Skips the test where it is not there and may be missing. */
    public static void assumeInstalled(String name, String debianPackage) {
        // As .ci/run wants it.
        if (System.getProperty("programs.required") == null) {
            assumeTrue(isInstalled(name), "not installed: " + name + " (Debian package " + debianPackage + ")");
        }
    }

    private static boolean isInstalled(String name) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, name))
                .anyMatch(Files::isExecutable);
    }

    /** In an argument, {@code PORT} is a port that was free a moment ago. Returns when the program answers there. */
    public static Program start(Path directory, List<String> command) throws Exception {
        for (int attempt = 1; ; attempt++) {
            Program program = launch(directory, command);
            boolean started = false;
            try {
                program.await(() -> program.get("/-/healthy") != null);
                started = true;
                return program;
            } catch (AssertionError e) {
                // Something else may have taken the port meanwhile.
                if (program.process.isAlive() || attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            } finally {
                if (!started) {
                    program.close();
                }
            }
        }
    }

    private static Program launch(Path directory, List<String> command) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        List<String> withPort = new ArrayList<>(command);
        withPort.replaceAll(argument -> argument.replace("PORT", Integer.toString(port)));
        Path log = directory.resolve("log.txt");
        Process process = new ProcessBuilder(withPort)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Program(process, log, port);
    }

    public int port() {
        return port;
    }

    /** Tries again until it holds, or the time is up. */
    public void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
        Exception last = null;
        while (System.nanoTime() < end && process.isAlive()) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (IOException e) {
                last = e;
            }
            boolean ended = process.waitFor(100, TimeUnit.MILLISECONDS);
            assertThat(ended).as(Files.readString(log)).isFalse();
        }
        throw new AssertionError("not within " + MAX_WAIT_SECONDS + " s: " + Files.readString(log), last);
    }

    public String get(String target) throws IOException {
        return get(port, target);
    }

    static String get(int port, String target) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + target).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try {
            return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            connection.disconnect();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(MAX_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
