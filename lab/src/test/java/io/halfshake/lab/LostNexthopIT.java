package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Resend;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A route that goes with its nexthop object (ip-nexthop(8)): of an IPv4 route the kernel does not say so itself. */
@RequiresLab
@Tag("once")
class LostNexthopIT {
    private static final int HOST = 10;
    private static final Duration LONG = Duration.ofSeconds(60);

    /** Longer than a change of routes is kept in mind. */
    private static final Duration UNDISTURBED = Duration.ofMillis(500);

    private static final Duration TIMEOUT = Duration.ofMillis(900);

    private static final int ATTEMPTS = 6;

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#withFamilies")
    void deletedNexthop_makesTheWaitingCheckUnknown(EngineUnderTest engine, StandardProtocolFamily family) {
        try (Lab lab = Lab.start();
                Checker checker = engine.builder().resend(Resend.never()).build()) {
            String finding = null;
            for (int attempt = 0; finding == null; attempt++) {
                assertThat(attempt).as("attempts to lose the nexthop in time").isLessThan(ATTEMPTS);
                try {
                    routeByNexthop(lab, family);
                    assertThat(finding(Unstalled.check(() -> checker.check(lab.address(family, HOST), UNDISTURBED))))
                            .isEqualTo("DOWN TIMED_OUT NONE");
                    // Longer on a machine that was too slow before.
                    finding =
                            losingNexthop(lab, checker, lab.address(family, HOST), TIMEOUT.multipliedBy(1L << attempt));
                } finally {
                    NetworkCommands.run("ip nexthop flush");
                }
                NetworkCommands.run(lab.routes());
            }
            assertThat(finding).isEqualTo("UNKNOWN NO_ROUTE LOCAL ENETUNREACH");
            lab.play(HOST, "open");
            assertThat(checker.check(lab.address(family, HOST), LONG).isUp()).isTrue();
        }
    }

    private static void routeByNexthop(Lab lab, StandardProtocolFamily family) {
        String ip = family == StandardProtocolFamily.INET ? "ip " : "ip -6 ";
        String device = " dev " + lab.device();
        NetworkCommands.run(ip + "nexthop add id 7" + device);
        List<String> routes = lab.routes().stream()
                .filter(command -> command.startsWith(ip + "route "))
                .toList();
        assertThat(routes).isNotEmpty();
        routes.forEach(route -> NetworkCommands.run(route.replace(device, " nhid 7")));
        lab.play(HOST, "silent");
    }

    /** Null if the check was over before the nexthop was gone, or was held up. */
    private static @Nullable String losingNexthop(
            Lab lab, Checker checker, InetSocketAddress address, Duration timeout) {
        lab.play(HOST, "silent");
        long start = System.nanoTime();
        CompletableFuture<CheckResult> check = checker.checkAsync(address, timeout);
        ProtocolFamily family = address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
        while (lab.counters(family, HOST).syns() == 0 && !check.isDone()) {
            Thread.onSpinWait();
        }
        NetworkCommands.run("ip nexthop del id 7");
        // By the clock: what it found may be on its way still.
        boolean isTooLate = check.isDone() || System.nanoTime() - start >= timeout.toNanos();
        CheckResult result = check.join();
        return isTooLate || Unstalled.isStalled(result) ? null : finding(result);
    }

    private static String finding(CheckResult result) {
        return InWords.finding(result);
    }
}
