package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that has no descriptor left, and one that makes sure it gives back those it had. */
class DescriptorsIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_ATTEMPTS = 20;

    static final class Main {
        private static final Map<String, Integer> NONE =
                Map.of("closed UNKNOWN NO_DESCRIPTORS", 20, "open UNKNOWN NO_DESCRIPTORS", 20);
        private static final Set<String> CORRECT = Set.of(
                "closed UNKNOWN NO_DESCRIPTORS", "open UNKNOWN NO_DESCRIPTORS", "closed DOWN REFUSED", "open UP");

        private final Checker checker;
        private final String open;
        private final String closed;
        private final List<InputStream> held = new ArrayList<>();

        private Main(Checker checker, int open, int closed) {
            this.checker = checker;
            this.open = "127.0.0.1:" + open;
            this.closed = "127.0.0.1:" + closed;
        }

        public static void main(String[] arguments) throws IOException {
            try (ServerSocket listener = new ServerSocket(0, 4_096, InetAddress.getLoopbackAddress());
                    Socket closed = new Socket();
                    Checker checker =
                            Checker.builder().engine("connect").maxInFlight(10).build()) {
                closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                new Main(checker, listener.getLocalPort(), closed.getLocalPort()).run();
            }
        }

        private void run() throws IOException {
            System.out.println(checks(20));
            long before = descriptors();
            System.out.println(checks(500));
            System.out.println("leaked: " + (descriptors() - before));
            System.out.println(checksWithoutDescriptors());
            releaseAll();
            System.out.println(checks(20));
            System.out.println("leaked: " + (descriptors() - before));
        }

        /**
         * Again where the JVM itself had a file open that it has closed since: then some checks had a descriptor, and
         * found what is true of their target. Any other verdict is returned as it is.
         */
        private Map<String, Integer> checksWithoutDescriptors() {
            Map<String, Integer> verdicts = Map.of();
            boolean all = true;
            boolean again = true;
            for (int i = 0; i < MAX_ATTEMPTS && again; i++) {
                all &= hold(held);
                verdicts = checks(20);
                again = !verdicts.equals(NONE) && CORRECT.containsAll(verdicts.keySet());
            }
            System.out.println("held: all, " + all);
            return verdicts;
        }

        /** How often each target had which verdict. */
        private Map<String, Integer> checks(int each) {
            List<CompletableFuture<String>> running = new ArrayList<>();
            Map.of("open ", open, "closed ", closed).forEach((kind, target) -> {
                for (int i = 0; i < each; i++) {
                    running.add(checker.checkAddrAsync(target, TIMEOUT)
                            .thenApply(result -> kind + CountedChecks.verdict(result)));
                }
            });
            Map<String, Integer> verdicts = new TreeMap<>();
            running.forEach(check -> verdicts.merge(check.join(), 1, Integer::sum));
            return verdicts;
        }

        /** Sockets only: the JVM itself has a file open for a moment now and then. */
        private static long descriptors() throws IOException {
            long sockets = 0;
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                for (Path descriptor : open.toList()) {
                    sockets += isSocket(descriptor) ? 1 : 0;
                }
            }
            return sockets;
        }

        private static boolean isSocket(Path descriptor) throws IOException {
            try {
                return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
            } catch (NoSuchFileException e) {
                // Closed since.
                return false;
            }
        }

        private void releaseAll() throws IOException {
            for (InputStream one : held) {
                one.close();
            }
        }
    }

    @Test
    void processWithoutDescriptors_reportsUnknownAndRecovers(@TempDir Path directory) throws Exception {
        // A jar, as in real life, is open from the start; classes in a directory would need a descriptor each.
        Path jar = directory.resolve("classes.jar");
        pack(jar, ForkedJvm.classes(), ForkedJvm.testClasses());

        assertThat(new ForkedJvm(Main.class)
                        .after("ulimit -n 64")
                        .classPath(jar)
                        .run())
                .containsExactly(
                        "{closed DOWN REFUSED=20, open UP=20}",
                        "{closed DOWN REFUSED=500, open UP=500}",
                        "leaked: 0",
                        "held: all, true",
                        "{closed UNKNOWN NO_DESCRIPTORS=20, open UNKNOWN NO_DESCRIPTORS=20}",
                        "{closed DOWN REFUSED=20, open UP=20}",
                        "leaked: 0");
    }

    /** The first connect that has to wait for an answer comes when nothing is left but a descriptor for its socket. */
    static final class Scarce {
        private Scarce() {}

        public static void main(String[] arguments) throws IOException {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            List<InputStream> held = new ArrayList<>();
            try (ServerSocket full = new ServerSocket(0, 1, loopback);
                    Socket first = new Socket(loopback, full.getLocalPort());
                    Socket second = new Socket(loopback, full.getLocalPort());
                    ServerSocket open = new ServerSocket(0, 4_096, loopback);
                    Checker checker = Checker.builder()
                            .engine("connect")
                            .resend(Resend.never())
                            .build()) {
                System.out.println("held: all, " + hold(held));
                held.remove(held.size() - 1).close();
                String silent = "127.0.0.1:" + full.getLocalPort();
                String verdict = "UNKNOWN NO_DESCRIPTORS";
                for (int i = 0; i < MAX_ATTEMPTS && verdict.startsWith("UNKNOWN "); i++) {
                    // The JVM itself may have a file open at this moment, or close one between the two readings of the
                    // counters of drops, which then prove nothing.
                    verdict = silence(checker, silent);
                }
                System.out.println(verdict);
                for (InputStream one : held) {
                    one.close();
                }
                System.out.println(silence(checker, silent));
                System.out.println(
                        CountedChecks.verdict(checker.checkAddr("127.0.0.1:" + open.getLocalPort(), TIMEOUT)));
                System.out.println(first.isConnected() && second.isConnected());
            }
        }

        private static String silence(Checker checker, String silent) {
            return CountedChecks.verdict(Unstalled.check(() -> checker.checkAddr(silent, Duration.ofSeconds(4))));
        }
    }

    @Test
    void oneDescriptor_sufficesForACheckAndLaterChecksWork(@TempDir Path directory) throws Exception {
        Path jar = directory.resolve("classes.jar");
        pack(jar, ForkedJvm.classes(), ForkedJvm.testClasses());

        assertThat(new ForkedJvm(Scarce.class)
                        .after("ulimit -n 64")
                        .classPath(jar)
                        .run())
                .containsExactly("held: all, true", "DOWN TIMED_OUT", "DOWN TIMED_OUT", "UP", "true");
    }

    /** Takes all descriptors that are left. True if that is why there is no other. */
    private static boolean hold(List<InputStream> held) {
        try {
            while (held.size() < 1_000) {
                held.add(new FileInputStream("/dev/null"));
            }
            throw new IllegalStateException("1,000 descriptors held, and there are more");
        } catch (IOException e) {
            return e.toString().contains("Too many open files");
        }
    }

    private static void pack(Path jar, Path... directories) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file)) {
            for (Path directory : directories) {
                for (Path path : classesIn(directory)) {
                    out.putNextEntry(new JarEntry(directory.relativize(path).toString()));
                    Files.copy(path, out);
                    out.closeEntry();
                }
            }
        }
    }

    private static List<Path> classesIn(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.toString().endsWith(".class")).toList();
        }
    }
}
