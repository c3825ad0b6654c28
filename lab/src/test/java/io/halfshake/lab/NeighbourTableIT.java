package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Resend;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The kernel's table of neighbours (arp(7)) has no room, as when a sweep of a large link has filled it. The host that
 * is asked is there, and refuses.
 */
@RequiresLab
@Tag("once")
@Tag("whole-machine") // The table is one for all its networks, and is full for a moment.
class NeighbourTableIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofMillis(400);

    /** Still waiting when the table is filled and the other check is over. */
    private static final Duration PENDING = Duration.ofMillis(1_500);

    /** From then on the kernel makes room by forgetting what is older. */
    private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final int ATTEMPTS = 20;
    private static final int PORT = 7;

    @BeforeAll
    static void makePeer() {
        NetworkCommands.run("ip netns add tablepeer");
        NetworkCommands.run("ip -n tablepeer link set lo up");
    }

    @AfterAll
    static void removePeer() {
        NetworkCommands.run("ip netns del tablepeer");
    }

    private static void makeLink() {
        NetworkCommands.run("ip link add tablelink type veth peer name right netns tablepeer");
        NetworkCommands.run("ip address add 10.8.0.1/16 dev tablelink");
        NetworkCommands.run("ip -6 address add fd08::1/64 dev tablelink nodad");
        NetworkCommands.run("ip link set tablelink up");
        for (int host : new int[] {2, 3}) {
            NetworkCommands.run("ip -n tablepeer address add 10.8.0." + host + "/16 dev right");
            NetworkCommands.run("ip -n tablepeer -6 address add fd08::" + host + "/64 dev right nodad");
        }
        NetworkCommands.run("ip -n tablepeer link set right up");
    }

    private static InetSocketAddress host(StandardProtocolFamily family, int host) {
        return new InetSocketAddress((family == StandardProtocolFamily.INET ? "10.8.0." : "fd08::") + host, PORT);
    }

    private static boolean hasPlace(StandardProtocolFamily family, int host) {
        String address = host(family, host).getAddress().getHostAddress();
        return !NetworkCommands.run("ip neigh show to " + address + " dev tablelink")
                .isBlank();
    }

    private static boolean isIpv4(StandardProtocolFamily family) {
        return family == StandardProtocolFamily.INET;
    }

    /** More than there is room for, so that the last are refused. */
    private static void fillTable(StandardProtocolFamily family) {
        String table = isIpv4(family) ? "arp_cache" : "ndisc_cache";
        String prefix = isIpv4(family) ? "10.8.$((1 + i / 250)).$((1 + i % 250))" : "fd08::1:$i";
        NetworkCommands.run("most=$(ip ntable show name " + table + " | sed -n 's/.*thresh3 \\([0-9]*\\).*/\\1/p');"
                + " [ $most -gt 0 ] && i=0; while [ $i -le $most ]; do i=$((i + 1));"
                + " echo neigh add " + prefix + " lladdr 02:00:00:00:00:01 nud reachable dev tablelink; done"
                + " | ip -force -batch - >/dev/null 2>&1; true");
    }

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#withFamilies")
    void fullNeighbourTable_isNotTheTargetsFault(EngineUnderTest engine, StandardProtocolFamily family) {
        try (Checker checker = engine.builder().resend(Resend.never()).build()) {
            boolean inTime = false;
            for (int attempt = 1; !inTime; attempt++) {
                assertThat(attempt).isLessThanOrEqualTo(ATTEMPTS);
                makeLink();
                CheckResult dropped;
                CheckResult waiting;
                try {
                    assertThat(InWords.verdict(checker.check(host(family, 2), LONG)))
                            .as("before")
                            .isEqualTo("DOWN REFUSED");
                    CompletableFuture<CheckResult> dead = checker.checkAsync(host(family, 99), PENDING);
                    long start = System.nanoTime();
                    fillTable(family);
                    dropped = checker.check(host(family, 3), TIMEOUT);
                    // If it has a place, the table was not full any more.
                    inTime = System.nanoTime() - start < KEPT_NANOS && !hasPlace(family, 3);
                    waiting = dead.join();
                    // Else this machine was held up, and nothing is known but that.
                    inTime &= engine == EngineUnderTest.SYN || !Unstalled.isStalled(dropped);
                    inTime &= engine == EngineUnderTest.SYN || !Unstalled.isStalled(waiting);
                } finally {
                    // With it go its neighbours.
                    NetworkCommands.run("ip link del tablelink");
                }
                if (inTime) {
                    assertOurs(engine, family, dropped);
                    assertThat(waiting.isUp()).isFalse();
                    if (engine == EngineUnderTest.HALF_OPEN) {
                        // It was there before the table was full.
                        assertThat(waiting.isDown()).as("%s", waiting).isTrue();
                    }
                }
            }
        }
    }

    private static void assertOurs(EngineUnderTest engine, StandardProtocolFamily family, CheckResult dropped) {
        String expected = switch (engine) {
            // A raw socket is told ENOBUFS each time, and so waits; in IPv6 it is told EINVAL.
            case SYN -> isIpv4(family) ? "UNKNOWN STALLED LOCAL" : "UNKNOWN NO_ROUTE LOCAL EINVAL";
            case HALF_OPEN, CONNECT -> "UNKNOWN LOCAL_FAILURE LOCAL";
        };
        assertThat(InWords.finding(dropped)).as("%s", dropped).isEqualTo(expected);
        if (engine != EngineUnderTest.SYN) {
            assertThat(((CheckResult.Unknown) dropped).cause())
                    .hasMessageContaining("table_fulls")
                    .hasMessageContaining(isIpv4(family) ? "net.ipv4.neigh.default.gc_thresh3" : "net.ipv6.neigh");
        }
    }
}
