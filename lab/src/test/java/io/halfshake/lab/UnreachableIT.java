package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ICMP errors, very many. For IPv4 the kernel tells of an error a moment before it says which: who looks in that moment
 * must not take it for an answer. About one look in twenty thousand falls into it. {@code -Dhalfshake.lab.long=true}
 * for more of them.
 */
@RequiresLab
@Isolated // It needs both processors.
class UnreachableIT {
    private static final int IN_FLIGHT = 1_000;

    /** In each of which some three looks of connect fall into that moment, on a busy machine. */
    private static final int ROUNDS = Boolean.getBoolean("halfshake.lab.long") ? 3 : 2;

    private static final int MAX_ATTEMPTS = 10;
    private static final Duration TIMEOUT = Duration.ofMillis(1_500);

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#all")
    void icmpUnreachable_isNeverAnAnswer(EngineUnderTest engine) {
        try (Lab lab = Lab.start();
                Heartbeat heartbeat = Heartbeat.start(lab);
                Checker checker = engine.builder().maxInFlight(IN_FLIGHT).build()) {
            lab.play(0, Addresses.HOSTS - 1, 1, "host-unreachable");
            int proven = 0;
            for (int attempt = 1; proven < ROUNDS; attempt++) {
                assertThat(attempt)
                        .as("rounds, most of them with too many held up")
                        .isLessThanOrEqualTo(MAX_ATTEMPTS);
                List<String> others = new Fleet(lab, checker, StandardProtocolFamily.INET)
                        .check(Addresses.HOSTS, TIMEOUT).stream()
                                .map(Fleet.Finding::verdict)
                                .filter(verdict -> !verdict.equals("down UNREACHABLE"))
                                .toList();
                System.out.println("unreachable, " + engine + ": " + others.size() + " held up");
                assertThat(others).allMatch(heartbeat::excuses);
                long silent = others.stream().filter("down TIMED_OUT"::equals).count();
                boolean isProven = others.size() <= engine.maxHeldUp(Addresses.HOSTS)
                        && silent <= EngineUnderTest.maxSilent(Addresses.HOSTS);
                proven += isProven ? 1 : 0;
            }
        }
    }
}
