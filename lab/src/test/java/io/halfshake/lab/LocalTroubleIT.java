package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Resend;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** This machine is what is wrong: what each engine makes of it, and that it is well again afterwards. */
@RequiresLab
@Tag("once")
@Isolated // Its firewall and its lack of ports affect all tests in this network.
class LocalTroubleIT {
    private static final int HOST = 5;
    private static final int SILENT = 6;
    private static final int PORTS = 20;
    private static final String PORT_RANGE = " /proc/sys/net/ipv4/ip_local_port_range";

    /** Time for the kernel's own second SYN after a second, which in IPv6 is the first whose rejection is heard. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MAX_LOST = 10;
    /** A refusal so soon after an answer is not believed before a second socket has met it too. */
    private static final long DOUBT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    @SuppressWarnings("NullAway.Init") // Set before all tests.
    private static Lab lab;

    @BeforeAll
    static void startLab(Lab shared) {
        lab = shared;
    }

    private static Stream<Arguments> with(Arguments engine, List<LocalTrouble> troubles) {
        return troubles.stream().map(trouble -> Arguments.of(engine.get()[0], engine.get()[1], trouble));
    }

    static Stream<Arguments> told() {
        return EngineUnderTest.withFamilies().flatMap(engine -> with(engine, LocalTrouble.told()));
    }

    static Stream<Arguments> untold() {
        return EngineUnderTest.withFamilies()
                .flatMap(engine -> with(engine, LocalTrouble.untold((StandardProtocolFamily) engine.get()[1])));
    }

    @ParameterizedTest
    @MethodSource("told")
    void localTroubleToldByTheKernel_isUnknown(
            EngineUnderTest engine, StandardProtocolFamily family, LocalTrouble trouble) {
        for (CheckResult result : duringAndAfter(engine, family, trouble)) {
            assertThat(InWords.finding(result))
                    .as("%s %s %s", engine, family, trouble)
                    .isEqualTo(trouble.finding());
            assertThat(result.evidence().syns()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("untold")
    void localTroubleNotToldByTheKernel_looksLikeTheNetworks(
            EngineUnderTest engine, StandardProtocolFamily family, LocalTrouble trouble) {
        assertThat(duringAndAfter(engine, family, trouble))
                .as("%s %s %s", engine, family, trouble)
                .extracting(InWords::finding)
                .containsOnly(engine == EngineUnderTest.SYN ? seenByRawSyn(trouble) : trouble.finding());
    }

    /** The kernel tells a raw socket more than one that connects. */
    private static String seenByRawSyn(LocalTrouble trouble) {
        String text = trouble.toString();
        if (text.endsWith("port-unreachable")) {
            return "DOWN REFUSED ICMP ECONNREFUSED";
        }
        boolean dropped = text.contains("DROP") || text.endsWith("tcp-reset");
        return dropped ? "UNKNOWN NOT_PERMITTED LOCAL EPERM" : trouble.finding();
    }

    /** What is found while it lasts. Before and afterwards the target is up, and meanwhile nothing gets there. */
    private static List<CheckResult> duringAndAfter(
            EngineUnderTest engine, StandardProtocolFamily family, LocalTrouble trouble) {
        InetSocketAddress address = lab.address(family, HOST);
        lab.play(HOST, "open");
        try (Checker checker = engine.builder().resend(Resend.never()).build()) {
            awaitUp(checker, address, "before");
            long answered = System.nanoTime();
            long arrived = lab.counters(family, HOST).syns();
            List<CheckResult> results;
            trouble.make(lab, family, HOST);
            while (System.nanoTime() - answered <= DOUBT_NANOS) {
                Thread.onSpinWait();
            }
            try {
                results = Unstalled.checkAll(() -> checks(checker, address, TIMEOUT, 3).stream()
                        .map(CompletableFuture::join)
                        .toList());
                assertThat(lab.counters(family, HOST).syns())
                        .as("%s %s %s: SYNs at the target", engine, family, trouble)
                        .isEqualTo(arrived);
            } finally {
                trouble.undo(lab, family, HOST);
            }
            awaitUp(checker, address, "afterwards");
            assertThat(checks(checker, address, LONG, 3))
                    .as("afterwards")
                    .allMatch(future -> future.join().isUp());
            return results;
        }
    }

    /** What comes just after the link has come up may be lost, and without a resend that is silence. */
    private static void awaitUp(Checker checker, InetSocketAddress address, String when) {
        CheckResult result = checker.check(address, TIMEOUT);
        for (int i = 1; i < MAX_LOST && !result.isUp(); i++) {
            result = checker.check(address, TIMEOUT);
        }
        assertThat(result.isUp()).as("%s: %s", when, result).isTrue();
    }

    private static List<CompletableFuture<CheckResult>> checks(
            Checker checker, InetSocketAddress address, Duration timeout, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> checker.checkAsync(address, timeout))
                .toList();
    }

    static Stream<Arguments> enginesThatTakeAPortEachTime() {
        return EngineUnderTest.withFamilies().filter(engine -> engine.get()[0] != EngineUnderTest.SYN);
    }

    @ParameterizedTest
    @MethodSource("enginesThatTakeAPortEachTime")
    void portsAllInUseForATarget_makeItUnknownUntilOneIsFree(EngineUnderTest engine, StandardProtocolFamily family) {
        lab.play(SILENT, "silent");
        lab.play(HOST, "open");
        String usual = NetworkCommands.run("cat" + PORT_RANGE).trim();
        List<CompletableFuture<CheckResult>> waiting = new ArrayList<>();
        try (Checker checker = engine.builder().build()) {
            NetworkCommands.run("echo 40000 " + (40_000 + PORTS - 1) + " >" + PORT_RANGE);
            waiting.addAll(checks(checker, lab.address(family, SILENT), LONG, PORTS));
            while (lab.counters(family, SILENT).syns() < PORTS) {
                assertThat(waiting).noneMatch(CompletableFuture::isDone);
            }

            for (CompletableFuture<CheckResult> check : checks(checker, lab.address(family, SILENT), LONG, 3)) {
                assertThat(InWords.finding(check.join())).isEqualTo("UNKNOWN NO_LOCAL_PORT LOCAL EADDRNOTAVAIL");
                assertThat(check.join().evidence().syns()).isZero();
            }
            // The same ports will do for another target.
            assertThat(checker.check(lab.address(family, HOST), LONG).isUp()).isTrue();

            lab.play(SILENT, "open");
            waiting.get(0).cancel(false);
            CheckResult next = checker.check(lab.address(family, SILENT), LONG);
            while (next.isUnknown()) {
                // The thread that waited for the cancelled one has yet to let go of its port.
                assertThat(InWords.verdict(next)).isEqualTo("UNKNOWN NO_LOCAL_PORT");
                next = checker.check(lab.address(family, SILENT), LONG);
            }
            assertThat(next.isUp()).isTrue();
        } finally {
            NetworkCommands.run("echo " + usual + " >" + PORT_RANGE);
        }
    }
}
