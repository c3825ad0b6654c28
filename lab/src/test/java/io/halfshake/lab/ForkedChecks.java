package io.halfshake.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own in this network, which can be stopped, or given little memory, without harm to the tests. */
final class ForkedChecks implements AutoCloseable {
    private final Process process;
    private final BufferedReader from;

    private ForkedChecks(Process process) {
        this.process = process;
        this.from = process.inputReader(StandardCharsets.UTF_8);
    }

    static ForkedChecks start(Class<?> main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        try {
            return new ForkedChecks(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(main.getName(), e);
        }
    }

    /** The next line that it prints. */
    String line() {
        try {
            String line = from.readLine();
            if (line == null) {
                throw new IllegalStateException("forked JVM: ended");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException("forked JVM: no line", e);
        }
    }

    /** All that it prints until it ends, which it must do well. */
    List<String> rest(long timeoutSeconds) throws InterruptedException {
        List<String> lines = from.lines().toList();
        if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("forked JVM: " + process + ": " + lines);
        }
        return lines;
    }

    /** Stops it as a whole, as the longest of garbage collections would. It goes on whatever the caller does. */
    void pause(long millis) throws InterruptedException {
        NetworkCommands.run("kill -STOP " + process.pid());
        try {
            Thread.sleep(millis);
        } finally {
            NetworkCommands.run("kill -CONT " + process.pid());
        }
    }

    /** Tells one that waits for it that the pause is over. */
    void goOn() throws IOException {
        try (OutputStream to = process.getOutputStream()) {
            to.write('\n');
        }
    }

    /** The last sixteen bits of an address, by which the lab numbers its hosts. */
    static int host(InetAddress address) {
        byte[] octets = address.getAddress();
        return ByteBuffer.wrap(octets).getShort(octets.length - Short.BYTES) & 0xffff;
    }

    /** Another host of the same lab. */
    static InetAddress withHost(InetAddress address, int host) {
        byte[] octets = address.getAddress();
        ByteBuffer.wrap(octets).putShort(octets.length - Short.BYTES, (short) host);
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        // A stopped process is killed too.
        process.destroyForcibly();
    }
}
