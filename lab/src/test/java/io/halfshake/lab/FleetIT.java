package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Handshake;
import io.halfshake.Resend;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hosts of every kind, all at once. {@code -Dhalfshake.lab.long=true} for more of them, and again. */
@RequiresLab
@Isolated // It needs both processors.
class FleetIT {
    private static final boolean LONG = Boolean.getBoolean("halfshake.lab.long");
    private static final int HOSTS = LONG ? 60_000 : 10_000;
    private static final int IN_A_BATCH = HOSTS / 2;
    private static final int ROUNDS = LONG ? 5 : 1;
    private static final int IN_FLIGHT = 5_000;

    /** On a machine that is busy with other things. What is not true fails at the first. */
    private static final int MAX_ATTEMPTS = 10;

    /** Where the first SYN or its answer is lost, another goes out, and so does one of the kernel's after a second. */
    private static final Duration SECOND_SYN = Duration.ofMillis(750);
    /** Longer, by enough for a slow machine to send all those and to answer them. */
    private static final Duration TIMEOUT = Duration.ofMillis(4_500);
    /** The kernel's 200 ms, less a tick of its slowest clock. */
    private static final long ACK_HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(190);

    /** The end of waiting: what hangs is later than that. */
    private static final long SLACK_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static Checker checker(EngineUnderTest engine) {
        return engine.builder()
                .maxInFlight(IN_FLIGHT)
                .resend(Resend.after(SECOND_SYN))
                .build();
    }

    /** Returns whether more checks were held up than on a machine that is less busy, which proves too little. */
    private static boolean assertTrue(EngineUnderTest engine, Heartbeat heartbeat, Collection<Fleet.Finding> findings) {
        Map<String, Integer> wrong = new TreeMap<>();
        int excused = 0;
        int silent = 0;
        for (Fleet.Finding finding : findings) {
            Kind kind = Kind.of(finding.host());
            String verdict = finding.verdict();
            if (verdict.equals(kind.verdict)) {
                continue;
            }
            if (heartbeat.excuses(verdict)) {
                excused++;
                silent += verdict.equals("down TIMED_OUT") ? 1 : 0;
            } else {
                wrong.merge(kind + " " + verdict + cause(finding.result()), 1, Integer::sum);
            }
        }
        System.out.println(
                "fleet, " + engine + ": " + excused + " of " + findings.size() + " held up, " + silent + " silent");
        assertThat(wrong).as("verdicts that are not true, and how many").isEmpty();
        return excused > engine.maxHeldUp(findings.size()) || silent > EngineUnderTest.maxSilent(findings.size());
    }

    private static String cause(CheckResult result) {
        return result instanceof CheckResult.Unknown unknown && unknown.cause() != null
                ? ": " + unknown.cause().getMessage()
                : "";
    }

    private static void assertInTime(String what, List<Fleet.Finding> findings) {
        long timeout = TIMEOUT.toNanos();
        Distribution lateness = new Distribution(findings.stream()
                .filter(finding -> Kind.of(finding.host()) == Kind.SILENT)
                .mapToLong(finding -> finding.nanos() - timeout));
        System.out.println("fleet, " + what + ": later than the deadline by " + lateness);
        assertThat(findings).allMatch(finding -> finding.nanos() < timeout + SLACK_NANOS);
        assertThat(lateness.least()).isNotNegative();
    }

    /** Handshakes that were completed, and how many of these no result reported. */
    private record Seen(int all, int unsaid) {
        Seen plus(Seen other) {
            return new Seen(all + other.all, unsaid + other.unsaid);
        }

        /**
         * Between the last look at a socket and its reset is a microsecond in which a second answer may still come.
         * That is one in ten, give or take six standard deviations, and of more than three not all.
         */
        void assertReported() {
            int most = (int) (1 + all / 10 + 6 * Math.sqrt(0.09 * all));
            assertThat(unsaid).isLessThanOrEqualTo(all > 3 ? Math.min(most, all - 1) : most);
        }
    }

    private static Seen seen(
            boolean stalled, Checker checker, List<Fleet.Finding> findings, List<HostCounters> accounts) {
        int seen = 0;
        int unsaid = 0;
        for (Fleet.Finding finding : findings) {
            HostCounters account = accounts.get(finding.host());
            if (account.acks() == 0) {
                continue;
            }
            seen++;
            unsaid += finding.result().evidence().handshake() == Handshake.HALF ? 1 : 0;
            assertThat(stalled || account.acks() == account.challenges())
                    .as("%s: %s %s", Kind.of(finding.host()), finding, account)
                    .isTrue();
        }
        assertThat(checker.stats().completedHandshakes()).isGreaterThanOrEqualTo(seen - unsaid);
        return new Seen(seen, unsaid);
    }

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#all")
    void checksOfEveryKind_giveTrueVerdictsInTime(EngineUnderTest engine) {
        Seen seen = new Seen(0, 0);
        for (int round = 0; round < ROUNDS; round++) {
            for (ProtocolFamily family : List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
                boolean heldUp = true;
                for (int attempt = 1; heldUp; attempt++) {
                    assertThat(attempt)
                            .as("rounds in which too many were held up")
                            .isLessThanOrEqualTo(MAX_ATTEMPTS);
                    Round found = check(engine, family);
                    heldUp = found.heldUp();
                    seen = seen.plus(found.seen());
                    seen.assertReported();
                }
            }
        }
    }

    private record Round(boolean heldUp, Seen seen) {}

    private static Round check(EngineUnderTest engine, ProtocolFamily family) {
        try (Lab lab = Lab.start();
                Heartbeat heartbeat = Heartbeat.start(lab);
                Checker checker = checker(engine)) {
            Kind.play(lab);

            List<Fleet.Finding> findings = new Fleet(lab, checker, family).check(HOSTS, TIMEOUT);

            boolean heldUp = assertTrue(engine, heartbeat, findings);
            assertInTime(engine + " " + family, findings);
            assertThat(lab.settle().last()).as("SYN-ACKs not reset").isZero();
            if (engine == EngineUnderTest.CONNECT) {
                return new Round(heldUp, new Seen(0, 0));
            }
            List<HostCounters> accounts = lab.accounts(family, 0, HOSTS - 1);
            boolean stalled = heartbeat.hasStalled() || checker.stats().longestAnswerWaitNanos() > ACK_HELD_NANOS;
            return new Round(heldUp, seen(stalled, checker, findings, accounts));
        }
    }

    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#all")
    void checkAll_givesTrueVerdicts(EngineUnderTest engine) {
        boolean heldUp = true;
        for (int attempt = 1; heldUp; attempt++) {
            assertThat(attempt).as("rounds in which too many were held up").isLessThanOrEqualTo(MAX_ATTEMPTS);
            heldUp = checkAll(engine);
        }
    }

    private static boolean checkAll(EngineUnderTest engine) {
        try (Lab lab = Lab.start();
                Heartbeat heartbeat = Heartbeat.start(lab);
                Checker checker = checker(engine)) {
            Kind.play(lab);
            Map<Integer, Fleet.Finding> findings = new HashMap<>();
            // Both families in turn, each kind in both.
            checker.checkAll(
                    IntStream.range(0, IN_A_BATCH)
                            .mapToObj(host -> target(lab, host))
                            .iterator(),
                    TIMEOUT,
                    result -> findings.put(host(result), new Fleet.Finding(host(result), result, 0)));

            assertThat(findings).hasSize(IN_A_BATCH);
            boolean heldUp = assertTrue(engine, heartbeat, findings.values());
            assertThat(lab.settle().last()).as("SYN-ACKs not reset").isZero();
            return heldUp;
        }
    }

    private static String target(Lab lab, int host) {
        boolean ipv6 = host / Kind.count() % 2 == 1;
        InetSocketAddress address =
                lab.address(ipv6 ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET, host);
        String text = address.getAddress().getHostAddress();
        return (ipv6 ? "[" + text + "]" : text) + ":" + address.getPort();
    }

    private static int host(CheckResult result) {
        byte[] octets = Objects.requireNonNull(result.address()).getAddress().getAddress();
        return ByteBuffer.wrap(octets).getShort(octets.length - Short.BYTES) & 0xffff;
    }
}
