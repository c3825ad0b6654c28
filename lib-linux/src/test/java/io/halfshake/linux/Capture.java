package io.halfshake.linux;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** What tcpdump sees on an interface, and it must see everything. Needs CAP_NET_RAW. */
final class Capture implements AutoCloseable {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

    // https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap: file and record headers; then Ethernet, IP and TCP.
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final int ETHERNET_HEADER = 14;
    private static final int IPV6_HEADER = 40;

    private final Path file;
    private final Path log;
    private final Process tcpdump;

    private Capture(Path file, Path log, Process tcpdump) {
        this.file = file;
        this.log = log;
        this.tcpdump = tcpdump;
    }

    /** A TCP segment. */
    record Segment(
            long micros, String source, int sourcePort, int destinationPort, int flags, int hops, int trafficClass) {
        private static final int FIN = 1;
        private static final int SYN = 2;
        private static final int RST = 4;
        private static final int ACK = 16;

        /** Its flags in one word, the urgent and the push flag left out. */
        String kind() {
            if ((flags & RST) != 0) {
                return "RST";
            } else if ((flags & FIN) != 0) {
                return "FIN";
            } else if ((flags & SYN) != 0) {
                return (flags & ACK) != 0 ? "SYN-ACK" : "SYN";
            }
            return "ACK";
        }
    }

    /** Begins, and returns when nothing will be missed any more. */
    static Capture start(String networkInterface, String filter) throws IOException {
        Path file = Files.createTempFile("halfshake-capture", ".pcap");
        Path log = Files.createTempFile("halfshake-capture", ".log");
        // As root, since the user it would change to cannot write the file. With room for what comes while it waits
        // for a processor.
        Process tcpdump = new ProcessBuilder(
                        "tcpdump",
                        "-Z",
                        "root",
                        "-n",
                        "-U",
                        "-s",
                        "96",
                        "-B",
                        "65536",
                        "-i",
                        networkInterface,
                        "-w",
                        file.toString(),
                        filter)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Capture capture = new Capture(file, log, tcpdump);
        long start = System.nanoTime();
        while (!capture.said().contains("listening on")) {
            if (!tcpdump.isAlive() || System.nanoTime() - start > TIMEOUT_NANOS) {
                String said = capture.said();
                capture.close();
                throw new IllegalStateException("tcpdump: " + said);
            }
            pause();
        }
        return capture;
    }

    /** How many there are of each kind. */
    static Map<String, Long> kinds(List<Segment> segments) {
        return segments.stream().collect(Collectors.groupingBy(Segment::kind, TreeMap::new, Collectors.counting()));
    }

    private String said() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    /** Waits until the given number of segments are there, and ends. What came later is in it too, up to now. */
    List<Segment> end(int expected) throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (read().size() < expected && System.nanoTime() - start < TIMEOUT_NANOS) {
            pause();
        }
        tcpdump.destroy();
        tcpdump.waitFor();
        if (!said().contains("\n0 packets dropped by kernel")) {
            throw new IllegalStateException("tcpdump: " + said() + " (expected 0 packets dropped by kernel)");
        }
        return read();
    }

    private List<Segment> read() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        List<Segment> segments = new ArrayList<>();
        int at = FILE_HEADER;
        while (at + RECORD_HEADER <= bytes.limit()) {
            int length = bytes.getInt(at + 8);
            int frame = at + RECORD_HEADER;
            if (frame + length > bytes.limit()) {
                break;
            }
            long micros = TimeUnit.SECONDS.toMicros(bytes.getInt(at)) + bytes.getInt(at + 4);
            segments.add(segment(micros, bytes.slice(frame, length).order(ByteOrder.BIG_ENDIAN)));
            at = frame + length;
        }
        return segments;
    }

    private static Segment segment(long micros, ByteBuffer frame) throws IOException {
        int ip = ETHERNET_HEADER;
        boolean ipv6 = frame.get(ip) >> 4 == 6;
        int tcp = ip + (ipv6 ? IPV6_HEADER : 4 * (frame.get(ip) & 0xf));
        byte[] source = new byte[ipv6 ? 16 : 4];
        frame.get(ip + (ipv6 ? 8 : 12), source);
        return new Segment(
                micros,
                InetAddress.getByAddress(source).getHostAddress(),
                frame.getShort(tcp) & 0xffff,
                frame.getShort(tcp + 2) & 0xffff,
                frame.get(tcp + 13),
                frame.get(ip + (ipv6 ? 7 : 8)) & 0xff,
                ipv6 ? frame.getShort(ip) >> 4 & 0xff : frame.get(ip + 1) & 0xff);
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }

    @Override
    public void close() throws IOException {
        tcpdump.destroyForcibly();
        Files.delete(file);
        Files.delete(log);
    }
}
