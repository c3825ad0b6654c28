package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.machine.ProcessUsage;
import io.halfshake.benchmarks.machine.Programs;
import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Job;
import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * HAProxy's health checks of 1,000 servers, on one thread, during a window of time. Nothing else may make connections
 * in this network meanwhile, since its checks are counted by the kernel's TcpActiveOpens.
 */
public final class Haproxy implements Contender {
    public static final String PROGRAM = "haproxy";

    private static final int SERVERS = 1_000;

    /** 50,000 checks per second, more than it can make. */
    private static final int LOOPBACK_INTERVAL_MILLIS = 20;

    /** Its timeout of a connect. */
    private static final int LAB_INTERVAL_MILLIS = 100;

    private static final long MAX_WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_AGAIN_MILLIS = 50;
    private static final long MAX_ENDING_SECONDS = 5;

    /** A column of "show stat"; those before it are proxy, server, and numbers. */
    private static final int STATUS_COLUMN = 17;

    private static final Path SNMP = Path.of("/proc/self/net/snmp");

    private final long windowMillis;

    public Haproxy(double windowSeconds) {
        this.windowMillis = Math.round(windowSeconds * 1e3);
    }

    @Override
    public String name() {
        return "HAProxy, 1,000 servers";
    }

    @Override
    public WireKind wire() {
        return WireKind.HALF;
    }

    @Override
    public Measurement run(Job job) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("halfshake-haproxy");
        Path socket = directory.resolve("stats");
        Path file = directory.resolve("haproxy.cfg");
        Files.writeString(file, configuration(job, socket));
        Process process = new ProcessBuilder(Programs.path(PROGRAM), "-db", "-f", file.toString())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        try {
            return window(job, process, socket);
        } catch (IOException | IllegalStateException e) {
            throw new IllegalStateException("haproxy: " + Files.readString(directory.resolve("log")), e);
        } finally {
            process.destroy();
            if (!process.waitFor(MAX_ENDING_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            delete(directory);
        }
    }

    private static String configuration(Job job, Path socket) {
        int interval = switch (job.expected()) {
            case SILENT -> Math.toIntExact(job.timeoutMillis());
            case UP, REFUSED -> job.targets().hosts() == 1 ? LOOPBACK_INTERVAL_MILLIS : LAB_INTERVAL_MILLIS;
        };
        StringBuilder text = new StringBuilder("global\n  nbthread 1\n  stats socket " + socket
                + " mode 600 level admin\ndefaults\n  mode tcp\n  timeout connect " + job.timeoutMillis()
                + "ms\n  timeout client 1m\n  timeout server 1m\nbackend servers\n  default-server check inter "
                + interval + "ms rise 1 fall 1\n");
        List<String> hosts = job.targets().hostTexts();
        for (int i = 0; i < SERVERS; i++) {
            text.append("  server s" + i + " " + hosts.get(i % hosts.size()) + ":"
                    + job.targets().port() + "\n");
        }
        return text.toString();
    }

    private Measurement window(Job job, Process process, Path socket) throws IOException, InterruptedException {
        awaitVerdicts(job, process, socket);
        ProcessUsage account = new ProcessUsage(process.pid());
        account.resetPeak();
        long opens = activeOpens();
        double cpu = account.cpuMicros();
        long start = System.nanoTime();
        // HAProxy checks on its own; its pace is measured by waiting.
        Thread.sleep(windowMillis);
        long checks = activeOpens() - opens;
        double seconds = (System.nanoTime() - start) / 1e9;
        double used = account.cpuMicros() - cpu;
        long good = serversAsExpected(job, socket);
        return new Measurement(
                checks,
                Math.round((double) checks * good / SERVERS),
                good == SERVERS ? Map.of() : Map.of("servers in another state", SERVERS - good),
                seconds,
                used,
                null,
                account.peakKibibytes(),
                null,
                null);
    }

    private static void awaitVerdicts(Job job, Process process, Path socket) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!Files.exists(socket) || serversAsExpected(job, socket) < SERVERS) {
            if (!process.isAlive()) {
                throw new IllegalStateException("haproxy: ended");
            } else if (System.nanoTime() - start > MAX_WARM_UP_NANOS) {
                // The measurement counts the servers in another state.
                return;
            }
            // It does not tell when a state changes.
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
    }

    private static long serversAsExpected(Job job, Path socket) throws IOException {
        String wanted = job.expected() == Expected.UP ? "UP" : "DOWN";
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(StandardCharsets.US_ASCII.encode("show stat\n"));
            String all = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
            // A server that was never checked is "UP" too, with "INI" as the status of its check.
            return all.lines()
                    .filter(line -> line.startsWith("servers,s") && !line.contains(",INI,"))
                    .filter(line -> line.split(",", -1)[STATUS_COLUMN].startsWith(wanted))
                    .count();
        }
    }

    private static long activeOpens() throws IOException {
        List<String> lines = Files.readAllLines(SNMP).stream()
                .filter(line -> line.startsWith("Tcp:"))
                .toList();
        int column = List.of(lines.get(0).split(" ", -1)).indexOf("ActiveOpens");
        return Long.parseLong(lines.get(1).split(" ", -1)[column]);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() {}
}
