package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.Resend;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A network that loses the first SYN to every tenth host, and the second too to every hundredth, and a timeout that
 * ends before the kernel resends.
 */
@RequiresLab
@Tag("once")
@Isolated // It needs both processors.
class LossIT {
    private static final int HOSTS = Boolean.getBoolean("halfshake.lab.long") ? 20_000 : 4_000;
    private static final int IN_FLIGHT = 500;
    private static final Duration TIMEOUT = Duration.ofMillis(900);
    private static final int MAX_ROUNDS = 20;

    /** In which too many are held up for what is left to prove anything. */
    private static final int MAX_REPEATED = 10;

    /** Of those that lost a SYN a quarter: two pauses, in which no second SYN of those in flight goes out. */
    private static final int MAX_SILENT = HOSTS / 40;

    /** RFC 6298 section 2: from then on an answer may be to the kernel's own second SYN. */
    private static final long KERNEL_RESENDS_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static void play(Lab lab) {
        lab.play(0, HOSTS - 1, 1, "open");
        lab.play(0, HOSTS - 1, 10, "open lose=1");
        lab.play(0, HOSTS - 1, 100, "open lose=1,2");
    }

    private static int lost(int host) {
        return host % 100 == 0 ? 2 : host % 10 == 0 ? 1 : 0;
    }

    /** A loop that got no processor reads answers late. */
    private static boolean isLate(Fleet.Finding finding) {
        return finding.result().isUp() && finding.nanos() >= KERNEL_RESENDS_NANOS;
    }

    private static void assertDownWhereAllWereLost(EngineUnderTest engine, Resend resend, int syns) {
        List<Integer> left = IntStream.range(0, HOSTS).boxed().toList();
        int repeated = 0;
        try (Lab lab = Lab.start();
                Checker checker =
                        engine.builder().maxInFlight(IN_FLIGHT).resend(resend).build()) {
            for (int round = 0; round < MAX_ROUNDS && !left.isEmpty(); round++) {
                play(lab);
                Map<String, Integer> wrong = new TreeMap<>();
                List<Integer> heldUp = new ArrayList<>();
                int silent = 0;
                int stalled = 0;
                boolean paused;
                try (Heartbeat heartbeat = Heartbeat.start(lab)) {
                    List<Fleet.Finding> findings = new Fleet(lab, checker, StandardProtocolFamily.INET)
                            .check(left.stream().mapToInt(Integer::intValue), IN_FLIGHT, TIMEOUT);
                    for (Fleet.Finding finding : findings) {
                        String verdict = finding.verdict();
                        int sent = finding.result().evidence().syns();
                        boolean isSilent = verdict.equals("down TIMED_OUT");
                        boolean allLost = lost(finding.host()) >= syns;
                        boolean isTrue = allLost
                                ? isSilent && sent == syns
                                : finding.result().isUp() && !isLate(finding);
                        if (isTrue) {
                            continue;
                        }
                        // Of a machine that has much else to do nothing is known but that, and they are asked again: a
                        // loop that got no processor sends second SYNs late, or not at all.
                        boolean allSentWereLost = sent > 0 && sent <= lost(finding.host());
                        if (isLate(finding) || (isSilent && allSentWereLost) || heartbeat.excuses(verdict)) {
                            heldUp.add(finding.host());
                            silent += isSilent ? 1 : 0;
                            stalled += Unstalled.isStalled(finding.result()) ? 1 : 0;
                        } else {
                            wrong.merge(
                                    lost(finding.host()) + " lost: " + verdict + ", SYNs: " + sent, 1, Integer::sum);
                        }
                    }
                    paused = heartbeat.hasStalled() || heartbeat.hasLabPaused();
                }
                System.out.println("loss, " + engine + ", resend " + resend + ": " + heldUp.size() + " of "
                        + left.size() + " held up, " + silent + " silent, " + stalled + " stalled");
                assertThat(wrong).as("findings that are not true, and how many").isEmpty();
                if (silent > MAX_SILENT || stalled > engine.maxHeldUp(HOSTS)) {
                    assertThat(paused || stalled > 0)
                            .as("a sign that the machine held up %s silent checks", silent)
                            .isTrue();
                    repeated++;
                } else {
                    left = heldUp;
                }
            }
        }
        assertThat(repeated).as("rounds in which too many were held up").isLessThanOrEqualTo(MAX_REPEATED);
        assertThat(left).as("hosts whose checks were held up each time").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#all")
    void lostSynWithoutResend_isDown(EngineUnderTest engine) {
        assertDownWhereAllWereLost(engine, Resend.never(), 1);
    }

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#all")
    void resendHalfway_makesUpForALostSyn(EngineUnderTest engine) {
        assertDownWhereAllWereLost(engine, Resend.halfway(), 2);
    }
}
