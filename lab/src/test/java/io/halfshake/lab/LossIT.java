package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Resend;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A network that loses every tenth SYN, and a timeout that ends before the kernel resends. */
@RequiresLab
@Tag("once")
@Isolated // It needs both processors.
class LossIT {
    private static final int CHECKS = 20_000;
    private static final int IN_FLIGHT = 1_000;
    private static final int MOST_ATTEMPTS = 10;
    private static final double LOSS = 0.1;
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    /** Chance needs five, and a busy machine has a few late ones. */
    private static final double SIGMAS = 8;

    private static void assertFalselyDown(EngineUnderTest engine, Resend resend, double rate) {
        try (Lab lab = Lab.start();
                Checker checker =
                        engine.builder().maxInFlight(IN_FLIGHT).resend(resend).build()) {
            lab.play(0, CHECKS - 1, 1, "open loss=10%");

            List<Fleet.Finding> findings = checkWithoutStall(lab, checker);

            long down = findings.stream()
                    .filter(finding -> finding.verdict().equals("down TIMED_OUT"))
                    .count();
            System.out.printf(
                    Locale.ROOT, "loss 10 %%, %s, resend %s: %.2f %% down%n", engine, resend, 100.0 * down / CHECKS);
            assertThat(findings).extracting(Fleet.Finding::result).noneMatch(CheckResult::isUnknown);
            double bound = SIGMAS * Math.sqrt(rate * (1 - rate) * CHECKS);
            assertThat((double) down).isBetween(rate * CHECKS - bound, rate * CHECKS + bound);
        }
    }

    /** Half a second is little on a machine that has much else to do. */
    private static List<Fleet.Finding> checkWithoutStall(Lab lab, Checker checker) {
        for (int attempt = 1; ; attempt++) {
            try (Heartbeat heartbeat = Heartbeat.start()) {
                List<Fleet.Finding> findings =
                        new Fleet(lab, checker, StandardProtocolFamily.INET).check(CHECKS, TIMEOUT);
                if (!heartbeat.hasStalled() || attempt == MOST_ATTEMPTS) {
                    return findings;
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneSynIsNotEnough(EngineUnderTest engine) {
        assertFalselyDown(engine, Resend.never(), LOSS);
    }

    @ParameterizedTest
    @EnumSource
    void oneMoreHalfWayIsLostAsOftenAgain(EngineUnderTest engine) {
        assertFalselyDown(engine, Resend.halfway(), LOSS * LOSS);
    }
}
