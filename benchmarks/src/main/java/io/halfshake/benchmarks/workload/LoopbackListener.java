package io.halfshake.benchmarks.workload;

import io.halfshake.benchmarks.machine.JavaHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One listener on loopback, on which no half-open check is ever accepted. */
public final class LoopbackListener implements Workload {
    private static final Path MAX_QUEUE = Path.of("/proc/sys/net/core/somaxconn");
    private static final Path SOCKETS = Path.of("/proc/self/net/tcp");
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** For at most 65,535 connections, on a machine with much else to do. */
    private static final long MAX_ACCEPTING_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Process process;
    private final BufferedReader from;
    private final Writer to;
    private final Targets targets;

    private LoopbackListener(Process process) throws IOException {
        this.process = process;
        this.from = process.inputReader(StandardCharsets.UTF_8);
        this.to = process.outputWriter(StandardCharsets.UTF_8);
        this.targets = Targets.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(from.readLine())), 1);
    }

    public static LoopbackListener start() throws IOException {
        // An IPv4 socket, to be found among those: /proc/self/net/tcp. The limit is of this network namespace
        // alone. Full handshakes arrive faster than one thread accepts them.
        Files.writeString(MAX_QUEUE, "65535");
        return new LoopbackListener(
                JavaHome.own().start(List.of("-Xmx64m", "-Djava.net.preferIPv4Stack=true"), ListenerProcess.class));
    }

    @Override
    public String name() {
        return "Listener on loopback";
    }

    @Override
    public Targets targets() {
        return targets;
    }

    @Override
    public Expected expected() {
        return Expected.UP;
    }

    @Override
    public long completedHandshakes() {
        long start = System.nanoTime();
        for (long waiting = acceptQueueLength(); waiting > 0; waiting = acceptQueueLength()) {
            if (System.nanoTime() - start > MAX_ACCEPTING_NANOS) {
                throw new IllegalStateException("listener: " + waiting + " connections waiting (expected all accepted"
                        + " within " + TimeUnit.NANOSECONDS.toSeconds(MAX_ACCEPTING_NANOS) + " s)");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return accepted();
    }

    /** What the kernel shows as the receive queue of a listening socket; see proc(5). */
    private long acceptQueueLength() {
        String listening = String.format(" 0100007F:%04X 00000000:0000 0A ", targets.port());
        try {
            return Files.readAllLines(SOCKETS).stream()
                    .filter(line -> line.contains(listening))
                    .mapToLong(line -> Long.parseLong(line.split(listening, 2)[1].substring(9, 17), 16))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("listener: ended"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long accepted() {
        try {
            to.write("\n");
            to.flush();
            String line = from.readLine();
            if (line == null) {
                throw new IllegalStateException("listener: ended (expected the number accepted)");
            }
            return Long.parseLong(line);
        } catch (IOException e) {
            throw new UncheckedIOException("listener: no answer", e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
