package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Resend;
import io.halfshake.lab.SteadyLoad.Finding;
import io.halfshake.linux.HalfOpen;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses move from one machine to another, the target's and our own, and the next check follows at once. */
@RequiresLab
@Tag("once")
class MovingAddressIT {
    private static final int HOST = 5;
    private static final int PER_SECOND = 1_000;
    private static final int MANY = 300;
    private static final int MOVES = 6;
    private static final String SHARED_NAME = "tunnel";
    private static final String PLAIN = " nodad noprefixroute";
    private static final String NO_ROUTE = "UNKNOWN NO_ROUTE LOCAL ENETUNREACH";
    private static final String NO_ADDRESS = "UNKNOWN NO_ROUTE LOCAL EADDRNOTAVAIL";
    private static final String LOST = "DOWN TIMED_OUT NONE";
    private static final String UP = "UP SYN_ACK";

    /**
     * A SYN or an answer that was on its way when an address moved is lost: the kernel sends again after 1, 3 and 7 s.
     */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** When the checker sends again. */
    private static final Duration SECOND_SYN = Duration.ofMillis(950);

    /** By when most of the checks in progress have been answered, those too that were asked again. */
    private static final Duration SETTLED = Duration.ofMillis(1_900);

    @SuppressWarnings("NullAway.Init") // Set before all tests.
    private static Lab lab;

    @BeforeAll
    static void startLab(Lab shared) {
        lab = shared;
    }

    /** Makes the lab's address this machine's own. */
    private static void take(InetAddress address) {
        String host = address.getHostAddress();
        // Adding a prefix route too, the kernel would for a moment have that one only, and call the host unreachable.
        NetworkCommands.run("ip address add " + host + " dev lo" + (address instanceof Inet6Address ? PLAIN : ""));
        NetworkCommands.run("until ip route get " + host + " | grep -q ^local; do :; done");
    }

    private static void giveBack(InetAddress address) {
        NetworkCommands.run("ip address del " + address.getHostAddress() + " dev lo");
    }

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#withFamilies")
    void movedAddress_isAnsweredByTheMachineThatHasItNow(EngineUnderTest engine, StandardProtocolFamily family)
            throws IOException {
        InetSocketAddress target = lab.address(family, HOST);
        lab.play(HOST, "open");
        try (Checker checker = engine.builder().build()) {
            assertThat(check(checker, target)).isEqualTo(UP);
            long before = lab.counters(family, HOST).syns();
            take(target.getAddress());
            try {
                assertThat(check(checker, target)).isEqualTo(engine.refused());
                try (ServerSocket listener = new ServerSocket(target.getPort(), 0, target.getAddress())) {
                    assertThat(listener.isBound()).isTrue();
                    assertThat(check(checker, target)).isEqualTo(UP);
                }
                assertThat(check(checker, target)).isEqualTo(engine.refused());
                assertThat(lab.counters(family, HOST).syns()).isEqualTo(before);
            } finally {
                giveBack(target.getAddress());
            }
            assertThat(check(checker, target)).isEqualTo(UP);
            assertThat(lab.counters(family, HOST).syns()).isGreaterThan(before);
        }
    }

    private static String check(Checker checker, InetSocketAddress target) {
        return InWords.finding(checker.check(target, TIMEOUT));
    }

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#withFamilies")
    void addressMovedOftenUnderLoad_getsTrueVerdicts(EngineUnderTest engine, StandardProtocolFamily family) {
        InetSocketAddress target = lab.address(family, HOST);
        lab.play(HOST, "open delay=5ms");
        List<Long> moved = new ArrayList<>(List.of(System.nanoTime()));
        List<Long> moving = new ArrayList<>();
        List<Finding> findings;
        try (Checker checker = engine.builder().build();
                SteadyLoad load = SteadyLoad.start(checker, List.of(target), TIMEOUT, PER_SECOND)) {
            for (int i = 0; i < MOVES; i++) {
                load.awaitSince(moved.get(i), MANY);
                moving.add(System.nanoTime());
                if (i % 2 == 0) {
                    take(target.getAddress());
                } else {
                    giveBack(target.getAddress());
                }
                moved.add(System.nanoTime());
            }
            load.awaitSince(moved.get(MOVES), MANY);
            moving.add(System.nanoTime());
            findings = load.end();
        }
        for (int i = 0; i <= MOVES; i++) {
            long from = moved.get(i);
            long to = moving.get(i);
            assertThat(SteadyLoad.count(findings.stream()
                            .filter(finding -> finding.isBetween(from, to))
                            .toList()))
                    .containsOnlyKeys(i % 2 == 0 ? UP : engine.refused());
        }
        // What was asked as the address moved may be lost: an answer from where it is now reaches no socket. Or the
        // kernel
        // may have looked the route up for a source address that is gone by then (linux/net/ipv4/tcp_ipv4.c,
        // tcp_v4_connect(), which does it twice). connect(2) says so at once.
        assertThat(SteadyLoad.count(findings).keySet()).isSubsetOf(UP, engine.refused(), LOST, NO_ROUTE, NO_ADDRESS);
    }

    /** Commands that give the lab's interface another address and leave from that. */
    private static List<String> fromElsewhere() {
        return lab.routes().stream()
                .map(command -> command.replace(".1/32", ".9/32").replace("::1/128", "::9/128"))
                .map(command -> command.endsWith("1") && command.contains(" src ")
                        ? command.substring(0, command.length() - 1) + "9"
                        : command)
                .toList();
    }

    /** The commands that add an address, made to take it away. */
    private static List<String> without(List<String> commands) {
        return commands.stream()
                .filter(command -> command.contains(" address replace "))
                .map(command -> command.replace(" replace ", " del ").replace(" nodad", ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#all")
    void changedLocalAddress_leavesEveryTargetUp(EngineUnderTest engine) {
        // Far enough away that answers to the old address are on their way when it goes.
        lab.play(HOST, "open delay=600ms jitter=10ms");
        List<InetSocketAddress> targets = List.of(
                lab.address(StandardProtocolFamily.INET, HOST), lab.address(StandardProtocolFamily.INET6, HOST));
        List<Finding> findings;
        try (Checker checker = engine.builder().resend(Resend.after(SECOND_SYN)).build();
                SteadyLoad load = SteadyLoad.start(checker, targets, TIMEOUT, PER_SECOND)) {
            load.awaitSince(System.nanoTime(), MANY);
            move(fromElsewhere(), without(lab.routes()));
            // Those too that waited for an answer to the old one.
            load.awaitSince(System.nanoTime() + SETTLED.toNanos(), MANY);
            move(lab.routes(), without(fromElsewhere()));
            load.awaitSince(System.nanoTime() + SETTLED.toNanos(), MANY);
            findings = load.end();
        } finally {
            NetworkCommands.run(lab.routes());
        }
        assertThat(findings.stream().filter(finding -> !finding.result().isUp()))
                .as("%s", engine)
                .isEmpty();
        assertThat(findings.stream()
                        .filter(finding -> finding.result().evidence().syns() > 1)
                        .map(finding -> finding.result().address())
                        .distinct())
                .as("%s: addresses asked again", engine)
                .isNotEmpty();
    }

    /** In one go: what comes for the old address is lost. */
    private static void move(List<String> here, List<String> gone) {
        NetworkCommands.run(String.join(" && ", here) + " && " + String.join(" && ", gone));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void removedSourceAddress_isUnknownUntilItIsBack(boolean reuse) throws IOException {
        lab.play(HOST, "open");
        InetSocketAddress target = lab.address(StandardProtocolFamily.INET, HOST);
        String address = "198.51.100.7";
        NetworkCommands.run("ip address add " + address + "/32 dev lo");
        try (Checker checker = Checker.builder()
                .engine(new HalfOpen()
                        .sourceAddress(InetAddress.getByName(address))
                        .reuseSockets(reuse)
                        .provider())
                .build()) {
            assertThat(check(checker, target)).isEqualTo(UP);
            NetworkCommands.run("ip address del " + address + "/32 dev lo");
            CheckResult without = checker.check(target, TIMEOUT);
            NetworkCommands.run("ip address add " + address + "/32 dev lo");
            assertThat(without.isUnknown()).isTrue();
            assertThat(without.evidence().syns()).isZero();
            assertThat(check(checker, target)).isEqualTo(UP);
        } finally {
            NetworkCommands.run("ip address del " + address + "/32 dev lo");
        }
    }

    /** As when a tunnel is set up anew. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void replacedNetworkInterface_isUnknownUntilItIsThere(boolean reuse) {
        Checker checker;
        try (Lab first = Lab.start()) {
            rename(first);
            checker = Checker.builder()
                    .engine(new HalfOpen()
                            .networkInterface(SHARED_NAME)
                            .reuseSockets(reuse)
                            .provider())
                    .build();
            first.play(HOST, "open");
            assertThat(check(checker, first.address(StandardProtocolFamily.INET, HOST)))
                    .isEqualTo(UP);
        }
        try (checker;
                Lab second = Lab.start()) {
            InetSocketAddress target = second.address(StandardProtocolFamily.INET, HOST);
            assertThat(InWords.verdict(checker.check(target, TIMEOUT))).isEqualTo("UNKNOWN NO_ROUTE");
            rename(second);
            second.play(HOST, "open");
            assertThat(check(checker, target)).isEqualTo(UP);
        }
    }

    private static void rename(Lab one) {
        NetworkCommands.run("ip link set " + one.device() + " down");
        NetworkCommands.run("ip link set " + one.device() + " name " + SHARED_NAME);
        one.routes().forEach(command -> NetworkCommands.run(command.replace(one.device(), SHARED_NAME)));
    }
}
