package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Resend;
import io.halfshake.Signal;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The SYN has left, and then this machine loses its route to the target: silence is not the target's fault. */
@RequiresLab
@Tag("once")
class LostRouteIT {
    private static final int FIRST = 10;
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final List<ProtocolFamily> FAMILIES =
            List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6);

    /** With the kernel's own second SYN, after one second, and without it. The checker has one half-way. */
    private static final List<Duration> TIMEOUTS = List.of(Duration.ofMillis(1_500), Duration.ofMillis(900));

    /** The kernel's own SYNs go out after 1, 2, 3, 4, 5, 7 and 11 s. */
    private static final Duration PASSING = Duration.ofMillis(1_900);

    /** Before any of that has ended. */
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(800);

    private static final int ATTEMPTS = 10;

    @SuppressWarnings("NullAway.Init") // Set before all tests.
    private static Lab lab;

    @BeforeAll
    static void startLab(Lab shared) {
        lab = shared;
    }

    static Stream<Arguments> troubles() {
        return EngineUnderTest.all()
                .flatMap(engine -> LocalTrouble.told().stream().map(trouble -> Arguments.of(engine, trouble)));
    }

    /** A silent host, and a check of it in progress. */
    private record Asked(ProtocolFamily family, int host, CompletableFuture<CheckResult> check) {
        static Asked start(Checker checker, ProtocolFamily family, int host, Duration timeout) {
            lab.play(host, "silent");
            CompletableFuture<CheckResult> check = checker.checkAsync(lab.address(family, host), timeout);
            while (lab.counters(family, host).syns() == 0 && !check.isDone()) {
                Thread.onSpinWait();
            }
            return new Asked(family, host, check);
        }
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void lostRoute_isUnknownAndUpWhenTheRouteIsBack(EngineUnderTest engine, LocalTrouble trouble) {
        try (Checker checker = engine.builder().build()) {
            boolean inTime = false;
            for (int attempt = 1; !inTime; attempt++) {
                assertThat(attempt).as("attempts to lose the route in time").isLessThanOrEqualTo(ATTEMPTS);
                // Long timeouts on a machine that was too slow for the short ones.
                int scale = attempt <= ATTEMPTS / 2 ? 1 : 8;
                long start = System.nanoTime();
                List<Asked> all = new ArrayList<>();
                for (ProtocolFamily family : FAMILIES) {
                    TIMEOUTS.forEach(timeout ->
                            all.add(Asked.start(checker, family, FIRST + all.size(), timeout.multipliedBy(scale))));
                }
                all.forEach(asked -> trouble.make(lab, asked.family, asked.host));
                // Else the machine was too slow: the route was lost after the check.
                inTime = System.nanoTime() - start < scale * SOON_NANOS;
                all.forEach(asked -> asked.check.join());
                // Nor is anything known where a check was held up.
                inTime &= all.stream().noneMatch(asked -> Unstalled.isStalled(asked.check.join()));
                all.forEach(asked -> trouble.undo(lab, asked.family, asked.host));
                if (inTime) {
                    assertThat(all).allSatisfy(asked -> assertOurs(asked, trouble));
                }
                for (Asked asked : all) {
                    lab.play(asked.host, "open");
                    assertThat(checker.check(lab.address(asked.family, asked.host), LONG)
                                    .isUp())
                            .isTrue();
                }
            }
        }
    }

    /** Meanwhile the kernel could not send its own second SYN, which a waiting socket reports like an answer. */
    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6"})
    void routeBackByTheDeadline_isSilence(StandardProtocolFamily family) {
        LocalTrouble noRoute = LocalTrouble.told().get(0);
        try (Checker checker =
                EngineUnderTest.HALF_OPEN.builder().resend(Resend.never()).build()) {
            String finding = null;
            for (int attempt = 1; finding == null; attempt++) {
                assertThat(attempt).as("attempts to lose the route in time").isLessThanOrEqualTo(ATTEMPTS);
                Asked asked = Asked.start(checker, family, FIRST, PASSING);
                noRoute.make(lab, family, FIRST);
                // Else the second SYN left while there was a route.
                boolean inTime = hasSentOnce(asked) && !asked.check.isDone();
                awaitSecondSyn(asked);
                noRoute.undo(lab, family, FIRST);
                finding = finding(asked, inTime);
            }
            assertThat(finding).isEqualTo(noRoute.finding());
        }
    }

    /** Null if this machine was too slow. */
    private static @Nullable String finding(Asked asked, boolean inTime) {
        CheckResult result = asked.check.join();
        return inTime && !Unstalled.isStalled(result) ? InWords.finding(result) : null;
    }

    /** Until the kernel has tried to send its own second SYN, or the check is over. */
    private static void awaitSecondSyn(Asked asked) {
        while (!asked.check.isDone() && hasSentOnce(asked)) {
            Thread.onSpinWait();
        }
    }

    private static boolean hasSentOnce(Asked asked) {
        String address = lab.address(asked.family, asked.host).getAddress().getHostAddress();
        return NetworkCommands.run("ss -Hnto state syn-sent dst [" + address + "]")
                .trim()
                .endsWith(",0)");
    }

    /** The trouble of one check stays on its socket, even if that check was answered in the end. */
    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6"})
    void lostRoute_doesNotAffectTheNextCheckOfTheSocket(StandardProtocolFamily family) {
        LocalTrouble noRoute = LocalTrouble.told().get(0);
        try (Checker checker = EngineUnderTest.HALF_OPEN
                .builder()
                .resend(Resend.never())
                .maxInFlight(1)
                .build()) {
            boolean inTime = false;
            for (int attempt = 1; !inTime; attempt++) {
                assertThat(attempt).as("attempts to lose the route in time").isLessThanOrEqualTo(ATTEMPTS);
                Asked asked = Asked.start(checker, family, FIRST, LONG);
                noRoute.make(lab, family, FIRST);
                // Else the second SYN left while there was a route, and the socket has had no trouble.
                inTime = hasSentOnce(asked);
                awaitSecondSyn(asked);
                noRoute.undo(lab, family, FIRST);
                lab.play(FIRST, "refused");
                assertThat(InWords.finding(asked.check.join())).isEqualTo("DOWN REFUSED RST ECONNREFUSED");
            }

            lab.play(FIRST, "silent");
            assertThat(InWords.finding(
                            Unstalled.check(() -> checker.check(lab.address(family, FIRST), Duration.ofMillis(300)))))
                    .isEqualTo("DOWN TIMED_OUT NONE");
        }
    }

    /** Without the errno: in IPv6 the address goes with the link, and that is found first. */
    private static void assertOurs(Asked asked, LocalTrouble trouble) {
        CheckResult result = asked.check.join();
        assertThat(trouble.finding()).startsWith(InWords.verdict(result) + " LOCAL ");
        assertThat(result.evidence().signal()).isEqualTo(Signal.LOCAL);
        assertThat(result.evidence().syns()).isPositive();
    }

    /** The JDK does not tell from which address a connect that timed out had asked. */
    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6"})
    void lostSourceAddress_isUnknown(StandardProtocolFamily family) {
        boolean ipv4 = family == StandardProtocolFamily.INET;
        String own = ipv4 ? "198.51.100.7" : "2001:db8::7";
        String ip = ipv4 ? "ip " : "ip -6 ";
        List<String> fromOwn = lab.routes().stream()
                .filter(command -> command.startsWith(ip + "route "))
                .map(command -> command.replaceAll(" src .*", " src " + own))
                .toList();
        try (Checker checker =
                EngineUnderTest.HALF_OPEN.builder().resend(Resend.never()).build()) {
            String finding = null;
            for (int attempt = 0; finding == null; attempt++) {
                assertThat(attempt).as("attempts to lose the address in time").isLessThan(ATTEMPTS / 2);
                NetworkCommands.run(ip + "address add " + own + " dev lo" + (ipv4 ? "" : " nodad"));
                NetworkCommands.run("until ip route get " + own + " | grep -q ^local; do :; done");
                NetworkCommands.run(fromOwn);
                // Longer on a machine that was too slow before.
                Asked asked =
                        Asked.start(checker, family, FIRST, TIMEOUTS.get(0).multipliedBy(1L << attempt));
                // There is a route all the time.
                NetworkCommands.run(lab.routes());
                NetworkCommands.run(ip + "address del " + own + " dev lo");
                boolean inTime = !asked.check.isDone();
                finding = finding(asked, inTime);
            }
            assertThat(finding).isEqualTo("UNKNOWN NO_ROUTE LOCAL EADDRNOTAVAIL");
        } finally {
            NetworkCommands.run(lab.routes());
        }
    }
}
