package io.halfshake.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * When SYNs left by a lab's interface and SYN-ACKs came in by it, as the kernel noted for tcpdump. The lab's own
 * account begins later: when it comes to read the SYN. IPv4 only. Needs tcpdump and CAP_NET_RAW. For one thread at a
 * time.
 */
public final class Capture implements AutoCloseable {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

    // https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap: file and record headers; then IP and TCP.
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;

    private final Path file;
    private final Path log;
    private final Process tcpdump;

    private Capture(Path file, Path log, Process tcpdump) {
        this.file = file;
        this.log = log;
        this.tcpdump = tcpdump;
    }

    /**
     * Why there can be no capture here: tcpdump is missing, or this process is in a user namespace, which denies it to
     * change its groups.
     *
     * @return a sentence; empty if there can be one
     */
    public static String trouble() {
        try {
            // Outside, each number stands for itself: user_namespaces(7).
            if (!Files.readString(Path.of("/proc/self/uid_map")).strip().endsWith(" 4294967295")) {
                return "tcpdump does not run in a user namespace: run as root";
            }
        } catch (IOException e) {
            return "tcpdump: not known whether this is a user namespace: " + e;
        }
        boolean found = Stream.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "tcpdump")));
        return found ? "" : "tcpdump is not installed";
    }

    /**
     * Begins, and returns when nothing will be missed any more.
     *
     * @param lab a running lab
     * @return a running capture; close it
     * @throws IllegalStateException if tcpdump does not start, with what it says
     */
    public static Capture watch(Lab lab) {
        try {
            Path file = Files.createTempFile("halfshake-wire", ".pcap");
            Path log = Files.createTempFile("halfshake-wire", ".log");
            // As root, since the user it would change to cannot write the file. With room for what comes while it
            // waits for a processor.
            Process tcpdump = new ProcessBuilder(
                            "sh",
                            "-c",
                            "PATH=$PATH:/usr/sbin:/sbin; exec tcpdump -Z root -n -U -s 96 -B 65536"
                                    + " --time-stamp-precision=nano -i " + lab.device() + " -w " + file
                                    + " 'tcp[tcpflags] & tcp-syn != 0'")
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Capture capture = new Capture(file, log, tcpdump);
            capture.awaitListening();
            return capture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitListening() throws IOException {
        long start = System.nanoTime();
        while (!said().contains("listening on")) {
            if (!tcpdump.isAlive() || System.nanoTime() - start > TIMEOUT_NANOS) {
                String said = said();
                close();
                throw new IllegalStateException("tcpdump: " + said);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private String said() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    /**
     * Waits for up to 30 seconds until this number of hosts have answered, and ends.
     *
     * @param hosts how many
     * @return for each host that answered, the nanoseconds from the last SYN to the first SYN-ACK
     * @throws IllegalStateException if tcpdump has missed packets
     */
    public Map<Integer, Long> roundTrips(int hosts) {
        try {
            long start = System.nanoTime();
            while (read().size() < hosts && System.nanoTime() - start < TIMEOUT_NANOS) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
            tcpdump.destroy();
            tcpdump.waitFor();
            if (!said().contains("\n0 packets dropped by kernel")) {
                throw new IllegalStateException("tcpdump: " + said() + " (expected 0 packets dropped by kernel)");
            }
            return read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("tcpdump: interrupted", e);
        }
    }

    private Map<Integer, Long> read() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        Map<Integer, Long> sent = new HashMap<>();
        Map<Integer, Long> roundTrips = new HashMap<>();
        int at = FILE_HEADER;
        while (at + RECORD_HEADER <= bytes.limit()) {
            int length = bytes.getInt(at + 8);
            if (at + RECORD_HEADER + length > bytes.limit()) {
                break;
            }
            long nanos = TimeUnit.SECONDS.toNanos(bytes.getInt(at)) + bytes.getInt(at + 4);
            ByteBuffer packet = bytes.slice(at + RECORD_HEADER, length);
            int flags = packet.get(Packet.IPV4_HEADER + 13);
            if ((flags & Packet.ACK) == 0) {
                sent.put(packet.getShort(18) & 0xffff, nanos);
            } else {
                int host = packet.getShort(14) & 0xffff;
                roundTrips.putIfAbsent(host, nanos - sent.getOrDefault(host, 0L));
            }
            at += RECORD_HEADER + length;
        }
        return roundTrips;
    }

    @Override
    public void close() {
        tcpdump.destroy();
        try {
            Files.delete(file);
            Files.delete(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
