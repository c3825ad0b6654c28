package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Evidence;
import io.halfshake.IcmpMessage;
import io.halfshake.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a host is there, by ICMP echo: through the sockets that any user may open, and through raw ones. */
@RequiresLab
@Tag("once")
@Tag("own-loops")
@Isolated // It counts all sockets of the network.
class EchoIT {
    private static final String GROUPS = "/proc/sys/net/ipv4/ping_group_range";
    private static final boolean IN_USER_NAMESPACE = isInUserNamespace();
    private static final int HOST = 5;

    /** Packets of one call are dated that far apart, at most: the last of 8 may have left earlier. */
    private static final long CALL_NANOS = 5_000;

    private static final int MAX_ROUNDS = 10;

    /** Long enough for a second request, and for a slow machine. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofMillis(500);

    @SuppressWarnings("NullAway.Init") // Set before all tests.
    private static Lab lab;

    @SuppressWarnings("NullAway.Init") // Set before all tests.
    private static String usualGroups;

    /** What the kernel lets us have. */
    enum SocketKind {
        /** For the group of this process, which is root's. In a user namespace that could not be undone. */
        PING("0 0", "icmp"),
        RAW("1 0", "raw");

        private final String groups;
        private final String table;

        SocketKind(String groups, String table) {
            this.groups = groups;
            this.table = table;
        }

        Checker checker(int maxInFlight) throws IOException {
            if (IN_USER_NAMESPACE) {
                assumeTrue(this == RAW, "in a user namespace ping_group_range cannot be restored: run as root");
            } else {
                Files.writeString(Path.of(GROUPS), groups);
            }
            return Checker.builder().engine("echo").maxInFlight(maxInFlight).build();
        }

        /** How many of them the network of this process has in a family, by the kernel's own tables. */
        int inUse(ProtocolFamily family) throws IOException {
            String name = "/proc/self/net/" + table + (family == StandardProtocolFamily.INET ? "" : "6");
            // One line is the heading.
            return Files.readAllLines(Path.of(name)).size() - 1;
        }
    }

    /** What a host does, and what is true of it. */
    private record Row(String behaviour, String finding) {
        static List<Row> all() {
            return List.of(
                    new Row("open", "UP ICMP"),
                    new Row("refused", "UP ICMP"),
                    new Row("syn-proxy", "UP ICMP"),
                    new Row("port-unreachable", "UP ICMP"),
                    new Row("open delay=30ms jitter=20ms", "UP ICMP"),
                    new Row("silent", "DOWN TIMED_OUT NONE"),
                    new Row("open mute", "DOWN TIMED_OUT NONE"),
                    new Row("net-unreachable", "DOWN UNREACHABLE ICMP ENETUNREACH"),
                    new Row("host-unreachable delay=30ms", "DOWN UNREACHABLE ICMP EHOSTUNREACH"),
                    new Row("admin-prohibited", "DOWN UNREACHABLE ICMP EHOSTUNREACH"));
        }

        /** The kernel has another errno for this in IPv6. */
        String findingIn(ProtocolFamily family) {
            boolean differs = behaviour.startsWith("admin") && family == StandardProtocolFamily.INET6;
            return differs ? finding.replace("EHOSTUNREACH", "EACCES") : finding;
        }

        boolean isSilent() {
            return finding.endsWith("NONE");
        }
    }

    private static boolean isInUserNamespace() {
        try {
            // Outside, each number stands for itself (user_namespaces(7)).
            return !Files.readString(Path.of("/proc/self/uid_map")).strip().endsWith(" 4294967295");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void startLab(Lab shared) throws IOException {
        usualGroups = Files.readAllLines(Path.of(GROUPS)).get(0);
        lab = shared;
    }

    @AfterEach
    void restoreGroups() throws IOException {
        if (!IN_USER_NAMESPACE) {
            Files.writeString(Path.of(GROUPS), usualGroups);
        }
    }

    static Stream<Arguments> ways() {
        return Stream.of(SocketKind.values())
                .flatMap(kind -> Stream.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)
                        .map(family -> Arguments.of(kind, family)));
    }

    private static String target(ProtocolFamily family, int host) {
        InetSocketAddress address = lab.address(family, host);
        return address.getAddress().getHostAddress();
    }

    private static List<CheckResult> check(Checker checker, ProtocolFamily family, int hosts, Duration timeout) {
        return check(checker, family, IntStream.range(0, hosts).boxed().toList(), timeout);
    }

    private static List<CheckResult> check(
            Checker checker, ProtocolFamily family, List<Integer> hosts, Duration timeout) {
        List<CompletableFuture<CheckResult>> checks = hosts.stream()
                .map(host -> checker.checkAddrAsync(target(family, host), timeout))
                .toList();
        return checks.stream().map(CompletableFuture::join).toList();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void echo_givesTheTrueVerdictForEveryBehaviour(SocketKind kind, ProtocolFamily family) throws IOException {
        try (Checker checker = kind.checker(10)) {
            for (Row row : Row.all()) {
                lab.play(HOST, row.behaviour);
                Duration timeout = row.isSilent() ? SHORT : LONG;
                CheckResult result = Unstalled.check(() -> checker.checkAddr(target(family, HOST), timeout));
                assertThat(InWords.finding(result)).as(row.behaviour).isEqualTo(row.findingIn(family));
                assertThat(result.evidence().engine()).isEqualTo("echo");
            }
            assertThat(kind.inUse(family)).isEqualTo(1);
            for (SocketKind other : SocketKind.values()) {
                assertThat(other == kind || other.inUse(family) == 0).isTrue();
            }
        }
        assertThat(kind.inUse(family)).isZero();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void icmpError_isReportedInTheEvidence(SocketKind kind, ProtocolFamily family) throws IOException {
        boolean ipv4 = family == StandardProtocolFamily.INET;
        Map<String, IcmpMessage> messages = Map.of(
                "net-unreachable", ipv4 ? new IcmpMessage(4, 3, 0) : new IcmpMessage(6, 1, 0),
                "host-unreachable", ipv4 ? new IcmpMessage(4, 3, 1) : new IcmpMessage(6, 1, 3),
                "admin-prohibited", ipv4 ? new IcmpMessage(4, 3, 13) : new IcmpMessage(6, 1, 1));
        try (Checker checker = kind.checker(10)) {
            messages.forEach((behaviour, message) -> {
                lab.play(HOST, behaviour);
                CheckResult result = checker.checkAddr(target(family, HOST), LONG);
                assertThat(result.evidence().icmp()).isEqualTo(message);
                assertThat(result.evidence().signal()).isEqualTo(Signal.ICMP);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void echoRoundTrip_isThatOfTheWire(SocketKind kind, ProtocolFamily family) throws IOException {
        int hosts = 50;
        lab.play(0, hosts - 1, 1, "open delay=50ms");
        try (Checker checker = kind.checker(hosts)) {
            List<CheckResult> results = check(checker, family, hosts, LONG);
            assertThat(results).allMatch(CheckResult::isUp);
            assertThat(results)
                    .allSatisfy(result -> assertThat(result.timing().roundTrip())
                            .isBetween(
                                    Duration.ofMillis(50).minusNanos(8 * CALL_NANOS),
                                    result.timing().elapsed()));
            assertThat(results).anyMatch(result -> result.evidence().clock() == Evidence.Clock.KERNEL);
            System.out.println("echo, " + kind + " " + family + ", 50 ms away: "
                    + new Distribution(
                            results.stream().mapToLong(result -> result.timing().roundTripNanos())));
        }
    }

    /** Of each request half are lost: with five of them, one host in thirty-two is silent. */
    @ParameterizedTest
    @MethodSource("ways")
    void lostEchoRequest_isSentAgain(SocketKind kind, ProtocolFamily family) throws IOException {
        int hosts = 400;
        lab.play(0, hosts - 1, 1, "open loss=50%");
        try (Checker checker = kind.checker(hosts)) {
            List<CheckResult> results = check(checker, family, hosts, Duration.ofSeconds(6));
            long up = results.stream().filter(CheckResult::isUp).count();
            long later = upAfter(results, 1);
            System.out.println("echo, " + kind + " " + family + ", half lost: " + up + " up of " + hosts + ", "
                    + (up - later) + " at once");
            // 388 by the fifth request, 350 by the third.
            assertThat(up).isGreaterThan(320);
            // 200, and six standard deviations. Fewer where the second is sent before the first is answered.
            assertThat(up - later).isLessThan(260);
            // However few a slow machine sends in time, less as many: 100 by the second, and 50 by the third.
            assertThat(later).isGreaterThan(40);
            assertThat(upAfter(results, 2)).isGreaterThan(8);
        }
    }

    private static long upAfter(List<CheckResult> results, int requests) {
        return results.stream()
                .filter(result -> result.isUp() && result.evidence().syns() > requests)
                .count();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void lateReply_countsForNoCheck(SocketKind kind, ProtocolFamily family) throws IOException {
        int hosts = 100;
        try (Checker checker = kind.checker(hosts)) {
            Duration delay = Duration.ofMillis(800);
            lab.play(0, hosts - 1, 1, "open delay=" + delay.toMillis() + "ms");
            // One that a busy machine ended only after the reply had come may be up.
            assertThat(check(checker, family, hosts, SHORT))
                    .allMatch(result -> isNotUp(result) || result.elapsed().compareTo(delay) >= 0);
            // The replies to those before come in now.
            lab.play(0, hosts - 1, 1, "open mute");
            assertThat(check(checker, family, hosts, Duration.ofSeconds(1))).allMatch(EchoIT::isNotUp);
            lab.play(0, hosts - 1, 1, "open");
            assertThat(check(checker, family, hosts, LONG)).allMatch(CheckResult::isUp);
        }
    }

    /** Down, or of a machine that stood still Unknown. */
    private static boolean isNotUp(CheckResult result) {
        String verdict = InWords.verdict(result);
        return verdict.equals("DOWN TIMED_OUT") || verdict.equals("UNKNOWN STALLED");
    }

    @ParameterizedTest
    @EnumSource
    void thousandsOfEchoChecks_giveTrueVerdicts(SocketKind kind) throws IOException {
        int hosts = 5_000;
        List<Row> rows = Row.all();
        for (int row = 0; row < rows.size(); row++) {
            lab.play(row, hosts - 1, rows.size(), rows.get(row).behaviour);
        }
        try (Checker checker = kind.checker(hosts)) {
            for (ProtocolFamily family : List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
                long start = System.nanoTime();
                Map<String, Integer> wrong = new TreeMap<>();
                List<Integer> left = IntStream.range(0, hosts).boxed().toList();
                // A machine that has much else to do says that of some, all silent ones at times: they are asked again.
                for (int round = 0; round < MAX_ROUNDS && !left.isEmpty(); round++) {
                    List<CheckResult> results = check(checker, family, left, Duration.ofSeconds(3));
                    List<Integer> stalled = new ArrayList<>();
                    for (int i = 0; i < results.size(); i++) {
                        Row row = rows.get(left.get(i) % rows.size());
                        String finding = InWords.finding(results.get(i));
                        if (Unstalled.isStalled(results.get(i))) {
                            stalled.add(left.get(i));
                        } else if (!finding.equals(row.findingIn(family))) {
                            wrong.merge(row.behaviour + ": " + finding, 1, Integer::sum);
                        }
                    }
                    assertThat(stalled).hasSizeLessThan(hosts / 2);
                    left = stalled;
                }
                System.out.println("echo, " + kind + " " + family + ": " + hosts + " hosts in "
                        + (System.nanoTime() - start) / 1_000_000 + " ms");
                assertThat(wrong).isEmpty();
                assertThat(left).as("stalled each time").isEmpty();
            }
        }
    }
}
