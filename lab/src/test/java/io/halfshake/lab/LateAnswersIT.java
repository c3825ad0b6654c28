package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.Evidence;
import io.halfshake.Resend;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hosts so far away that an answer comes after its deadline, or after the answer to a later SYN. */
@RequiresLab
@Tag("once")
class LateAnswersIT {
    private static final StandardProtocolFamily FAMILY = StandardProtocolFamily.INET;
    private static final int HOSTS = 200;
    private static final int ROUNDS = 5;
    private static final int MAX_ATTEMPTS = 20;
    private static final Duration FIRST_ANSWER = Duration.ofMillis(900);
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static List<Fleet.Finding> check(Lab lab, Checker checker, Duration timeout) {
        return new Fleet(lab, checker, FAMILY).check(HOSTS, timeout);
    }

    private static void assertVerdict(Heartbeat heartbeat, List<Fleet.Finding> findings, String verdict) {
        assertThat(findings)
                .allMatch(finding -> finding.verdict().equals(verdict) || heartbeat.excuses(finding.verdict()));
    }

    /** In seconds, of which a busy machine may take all from a few. */
    private static void assertRefused(Lab lab, Checker checker, Heartbeat heartbeat) {
        List<Fleet.Finding> findings = check(lab, checker, Duration.ofSeconds(5));
        assertVerdict(heartbeat, findings, "down REFUSED");
        assertThat(findings)
                .filteredOn(finding -> finding.verdict().equals("down REFUSED"))
                .hasSizeGreaterThan(HOSTS / 2);
    }

    private static void assertRoundTrip(List<Fleet.Finding> findings, Duration least) {
        assertThat(findings)
                .allSatisfy(finding -> assertThat(finding.result().roundTrip())
                        .isBetween(least, finding.result().elapsed()));
    }

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#all")
    void answerAfterASecond_isUpWithALongerTimeout(EngineUnderTest engine) {
        try (Lab lab = Lab.start();
                Checker checker = engine.builder().build()) {
            lab.play(0, HOSTS - 1, 1, "open delay=1000ms");

            List<Fleet.Finding> findings = check(lab, checker, Duration.ofSeconds(30));
            // The last SYN of a check may still be on its way.
            HostCounters totals = lab.settle();
            List<HostCounters> accounts = lab.accounts(FAMILY, 0, HOSTS - 1);

            assertThat(findings).extracting(Fleet.Finding::verdict).containsOnly("up");
            // Of a SYN that was resent meanwhile the kernel counts in milliseconds.
            assertRoundTrip(findings, Duration.ofMillis(998));
            assertThat(findings).allSatisfy(finding -> {
                Evidence evidence = finding.result().evidence();
                // The JDK does not say that the kernel sent another.
                long syns = engine != EngineUnderTest.CONNECT
                        ? accounts.get(finding.host()).syns()
                        : 1;
                assertThat((long) evidence.syns()).isEqualTo(syns);
            });
            System.out.println("a second away, " + engine + ": "
                    + new Distribution(findings.stream().mapToLong(Fleet.Finding::roundTripNanos)));
            assertThat(totals.last())
                    .as("not reset, of %s: %s", totals, accounts)
                    .isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#all")
    void answerAfterTheTimeout_isDownInEveryRound(EngineUnderTest engine) {
        try (Lab lab = Lab.start();
                Heartbeat heartbeat = Heartbeat.start(lab);
                Checker checker = engine.builder().build()) {
            lab.play(0, HOSTS - 1, 1, "open delay=1000ms");
            long late = 0;
            long stalled = 0;
            for (int round = 0; round < ROUNDS; round++) {
                // From the third on, answers to those before come in meanwhile.
                List<Fleet.Finding> findings = check(lab, checker, Duration.ofMillis(500));
                // One that a busy machine ended only after the answer had come is up, and not against the truth.
                List<Fleet.Finding> ended = findings.stream()
                        .filter(finding -> finding.nanos() < SECOND_NANOS)
                        .toList();
                late += findings.size() - ended.size();
                stalled += ended.stream()
                        .filter(finding -> Unstalled.isStalled(finding.result()))
                        .count();
                assertVerdict(heartbeat, ended, "down TIMED_OUT");
            }
            lab.play(0, HOSTS - 1, 1, "refused delay=300ms");
            for (int round = 0; round < ROUNDS; round++) {
                assertRefused(lab, checker, heartbeat);
            }

            HostCounters account = lab.settle();
            assertThat(account.last()).isZero();
            // A loop that is held up after a check's end may be late to reset, and says so.
            long completed =
                    engine == EngineUnderTest.CONNECT ? 0 : checker.stats().completedHandshakes();
            assertThat(account.acks()).isLessThanOrEqualTo(late + stalled + completed);
            // Else they would prove nothing of answers after the timeout.
            assertThat(late + stalled + completed).isLessThan(ROUNDS * HOSTS / 2);
            assertThat(checker.stats().up()).isLessThanOrEqualTo(late);
        }
    }

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#all")
    void firstAnswerToTwoSyns_countsAndTheOtherDoesNoHarm(EngineUnderTest engine) {
        try (Lab lab = Lab.start();
                Heartbeat heartbeat = Heartbeat.start(lab);
                Checker checker = engine.builder()
                        .resend(Resend.after(Duration.ofMillis(100)))
                        .build()) {
            List<Fleet.Finding> findings = List.of();
            List<Fleet.Finding> quick = List.of();
            // By the first answer, and soon the kernel sends a third SYN. So a check that was held up alone, or by the
            // lab, proves nothing, and all are asked again where those are many.
            for (int attempt = 0; attempt < MAX_ATTEMPTS && quick.size() <= HOSTS / 2; attempt++) {
                findings = Heartbeat.undisturbed(() -> {
                    // So that even a slow machine has sent the second SYN, and the kernel none.
                    lab.play(0, HOSTS - 1, 1, "open delay=" + FIRST_ANSWER.toMillis() + "ms,50ms");
                    return check(lab, checker, Duration.ofSeconds(5));
                });
                quick = findings.stream()
                        .filter(finding -> finding.nanos() < FIRST_ANSWER.toNanos())
                        .toList();
            }

            assertThat(findings).extracting(Fleet.Finding::verdict).containsOnly("up");
            assertRoundTrip(findings, Duration.ofMillis(50));
            assertThat(findings)
                    .allSatisfy(
                            finding -> assertThat(finding.result().elapsed()).isGreaterThan(Duration.ofMillis(150)));
            assertThat(quick)
                    .hasSizeGreaterThan(HOSTS / 2)
                    .allSatisfy(finding ->
                            assertThat(finding.result().evidence().syns()).isEqualTo(2));

            // The answers to their first SYNs come while they are asked again.
            lab.play(0, HOSTS - 1, 1, "refused delay=50ms");
            for (int round = 0; round < 2 * ROUNDS; round++) {
                assertRefused(lab, checker, heartbeat);
            }
            assertThat(lab.settle().last()).isZero();
        }
    }
}
