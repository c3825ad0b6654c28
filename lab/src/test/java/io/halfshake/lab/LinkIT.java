package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.lab.SteadyLoad.Finding;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The link goes down and comes up again under two thousand checks a second. */
@RequiresLab
@Tag("once")
class LinkIT {
    private static final int HOSTS = 200;
    private static final int PER_SECOND = 500;
    private static final int MANY = 500;
    private static final int MAX_ATTEMPTS = 10;
    private static final String UP = "UP SYN_ACK";
    private static final String NO_ROUTE = "UNKNOWN NO_ROUTE LOCAL ENETUNREACH";

    /** The IPv6 address goes with the link. */
    private static final String NO_ADDRESS = "UNKNOWN NO_ROUTE LOCAL EADDRNOTAVAIL";

    /** What a check that waits may be told while the link changes. */
    private static final String NO_NEIGHBOUR = "UNKNOWN NO_ROUTE LOCAL EHOSTUNREACH";

    /** The checker's second SYN, and the kernel's after one second, are due while there is no link. */
    private static final Duration TIMEOUT = Duration.ofMillis(1_900);

    /** By how many too many checks were held up in the last outage. */
    private int heldUp;

    @ParameterizedTest
    @MethodSource("io.halfshake.lab.EngineUnderTest#withFamilies")
    void linkOutage_isUnknownUntilTheLinkIsBack(EngineUnderTest engine, StandardProtocolFamily family)
            throws Exception {
        heldUp = 1;
        for (int attempt = 1; heldUp > 0; attempt++) {
            assertThat(attempt).as("outages with too many checks held up").isLessThanOrEqualTo(MAX_ATTEMPTS);
            LabPauses.repeat(() -> outage(engine, family));
        }
    }

    private void outage(EngineUnderTest engine, StandardProtocolFamily family) throws Exception {
        try (Lab lab = Lab.start();
                Checker checker = engine.builder().build()) {
            // So far away that some checks wait for their answer when the link goes down.
            lab.play(0, HOSTS - 1, 1, "open delay=150ms jitter=20ms");
            LabPauses.check(lab, () -> assertUnknownDuringOutage(engine, family, lab, checker));
        }
    }

    private void assertUnknownDuringOutage(
            EngineUnderTest engine, StandardProtocolFamily family, Lab lab, Checker checker) {
        List<InetSocketAddress> targets = IntStream.range(0, HOSTS)
                .mapToObj(host -> lab.address(family, host))
                .toList();
        try (SteadyLoad load = SteadyLoad.start(checker, targets, TIMEOUT, PER_SECOND)) {
            load.awaitSince(System.nanoTime(), MANY);
            long goingDown = System.nanoTime();
            NetworkCommands.run("ip link set " + lab.device() + " down");
            long down = System.nanoTime();
            // So long that those checks too have ended that had asked before.
            load.awaitSince(down + TIMEOUT.toNanos(), MANY);
            long goingUp = System.nanoTime();
            NetworkCommands.run(lab.routes());
            long up = System.nanoTime();
            load.awaitSince(up, MANY);

            // Of a machine that held a check up nothing is known but that.
            List<Finding> ended = load.end();
            List<Finding> all =
                    ended.stream().filter(f -> !Unstalled.isStalled(f.result())).toList();
            int stalled = ended.size() - all.size();
            System.out.println("link, " + engine + " " + family + ": " + stalled + " of " + ended.size() + " held up");
            List<Finding> before =
                    all.stream().filter(f -> f.ended() - goingDown < 0).toList();
            List<Finding> after = all.stream().filter(f -> f.started() - up > 0).toList();
            assertThat(before).isNotEmpty();
            assertThat(after).isNotEmpty();
            assertThat(withoutSilent(before)).allMatch(LinkIT::isUp);
            assertThat(withoutSilent(after)).allMatch(LinkIT::isUp);
            // Nothing goes out meanwhile: none of these waits for the lab.
            List<Finding> outage =
                    all.stream().filter(f -> f.isBetween(down, goingUp)).toList();
            assertThat(SteadyLoad.count(outage)).containsOnlyKeys(NO_ROUTE);
            List<Finding> changes = all.stream()
                    .filter(f -> f.isDuring(goingDown, down) || f.isDuring(goingUp, up))
                    .toList();
            assertThat(SteadyLoad.count(withoutSilent(changes)).keySet())
                    .isSubsetOf(UP, NO_ROUTE, NO_ADDRESS, NO_NEIGHBOUR);
            // Without checks that had sent a SYN when the link went down this would prove little. A machine that holds
            // up the loop just then leaves none.
            boolean proven = changes.stream()
                    .anyMatch(
                            f -> f.result().isUnknown() && f.result().evidence().syns() > 0);
            heldUp = proven ? Math.max(0, stalled - engine.maxHeldUp(ended.size())) : 1;
            List<Finding> silent = Stream.of(before, after, changes)
                    .flatMap(List::stream)
                    .filter(LinkIT::isSilent)
                    .toList();
            LabPauses.unlessSilent(() -> assertThat(silent).isEmpty());
        }
    }

    private static boolean isSilent(Finding finding) {
        return InWords.verdict(finding.result()).equals("DOWN TIMED_OUT");
    }

    private static List<Finding> withoutSilent(List<Finding> findings) {
        return findings.stream().filter(f -> !isSilent(f)).toList();
    }

    private static boolean isUp(Finding finding) {
        return InWords.finding(finding.result()).equals(UP);
    }
}
