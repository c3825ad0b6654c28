package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** So many checks that what each one leaves behind would show. {@code -Dhalfshake.lab.long=true} for a million. */
@RequiresLab
@Tag("thorough")
@Isolated // It needs both processors.
class ManyChecksIT {
    private static final boolean LONG = Boolean.getBoolean("halfshake.lab.long");
    private static final int ROUNDS = 5;
    private static final int CHECKS = LONG ? 200_000 : 20_000;
    private static final int IN_FLIGHT = 10_000;
    private static final int MANY_IN_FLIGHT = 100_000;
    private static final int ROUNDS_OF_SILENCE = LONG ? 3 : 1;
    private static final long TIMEOUT_SECONDS = 60;

    /** A leak of a hundred octets a check, and what a collection may leave. */
    private static final long MAX_GROWTH = 4 << 20;

    private static List<String> run(
            Lab lab, String heap, int rounds, int checks, int inFlight, int timeoutMillis, String hosts)
            throws InterruptedException {
        try (ForkedChecks forked = ForkedChecks.start(
                ManyChecks.class,
                List.of(heap),
                List.of(
                        address(lab, StandardProtocolFamily.INET),
                        address(lab, StandardProtocolFamily.INET6),
                        Integer.toString(rounds),
                        Integer.toString(checks),
                        Integer.toString(inFlight),
                        Integer.toString(timeoutMillis),
                        hosts))) {
            List<String> lines = forked.rest(TIMEOUT_SECONDS);
            System.out.println("many, " + hosts + ", " + rounds + " x " + checks + " checks, " + inFlight
                    + " in flight: " + lines);
            // What a machine that stands still for a moment cannot know; never so of many.
            boolean stalled = lines.contains("stalled true");
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("wrong"))
                    .allMatch(line ->
                            stalled && line.endsWith("unknown STALLED") && count(line) <= rounds * checks / 100);
            assertThat(lines).filteredOn(line -> line.startsWith("heap")).hasSize(rounds);
            return lines;
        }
    }

    /** Such as 12 in {@code wrong 12 SILENT: unknown STALLED}. */
    private static int count(String line) {
        return Integer.parseInt(line.split(" ", 3)[1]);
    }

    private static String address(Lab lab, ProtocolFamily family) {
        return lab.address(family, 0).getAddress().getHostAddress();
    }

    @Test
    void manyChecks_giveTrueVerdictsAndLeaveNoMemory() throws InterruptedException {
        try (Lab lab = Lab.start()) {
            Kind.play(lab);

            List<String> lines = run(lab, "-Xmx512m", ROUNDS, CHECKS, IN_FLIGHT, 5_000, "mixed");

            List<Long> heaps = lines.stream()
                    .filter(line -> line.startsWith("heap "))
                    .map(line -> Long.valueOf(line.substring("heap ".length())))
                    .toList();
            // In the first rounds classes are still loaded, and tables grow to their size.
            assertThat(heaps.get(ROUNDS - 1) - heaps.get(1)).isLessThan(MAX_GROWTH);
            assertThat(lab.settle().last()).as("SYN-ACKs not reset").isZero();
        }
    }

    @Test
    void hundredThousandChecksInFlight_fitIntoHalfAGigabyte() throws InterruptedException {
        try (Lab lab = Lab.start()) {
            run(lab, "-Xmx512m", ROUNDS_OF_SILENCE, MANY_IN_FLIGHT, MANY_IN_FLIGHT, 8_000, "silent");
            assertThat(lab.totals().syns()).isEqualTo((long) ROUNDS_OF_SILENCE * MANY_IN_FLIGHT);
        }
    }
}
