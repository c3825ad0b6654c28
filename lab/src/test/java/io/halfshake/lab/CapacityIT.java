package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the lab is not what holds a test up: 50,000 answers a second, of all its hosts. */
@RequiresLab
@Tag("thorough")
@Isolated // It needs both processors.
class CapacityIT {
    private static final int ROUNDS = 5;
    private static final int IN_FLIGHT = 9_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A second of one processor, divided by the number of answers. */
    private static final double MAX_MICROS = 1e6 / 50_000;

    @ParameterizedTest
    @ValueSource(strings = {"open", "open delay=20ms jitter=20ms"})
    void lab_answersFiftyThousandTimesASecondPerProcessor(String behaviour) {
        try (Lab lab = Lab.start();
                Checker checker = EngineUnderTest.HALF_OPEN
                        .builder()
                        .maxInFlight(IN_FLIGHT)
                        .build()) {
            lab.play(0, Addresses.HOSTS - 1, 1, behaviour);
            Fleet fleet = new Fleet(lab, checker, StandardProtocolFamily.INET);
            double least = Double.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                long start = System.nanoTime();
                long used = processorNanos(lab);
                assertThat(fleet.check(Addresses.HOSTS, TIMEOUT))
                        .extracting(Fleet.Finding::verdict)
                        .containsOnly("up");
                double micros = (processorNanos(lab) - used) / 1e3 / Addresses.HOSTS;
                double seconds = (System.nanoTime() - start) / 1e9;
                least = Math.min(least, micros);
                System.out.printf(
                        Locale.ROOT,
                        "capacity, %s: %.0f answers a second, each %.1f us of the lab's processor%n",
                        behaviour,
                        Addresses.HOSTS / seconds,
                        micros);
            }
            assertThat(least).isLessThan(MAX_MICROS);
        }
    }

    private static long processorNanos(Lab lab) {
        return ProcessHandle.of(lab.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow()
                .toNanos();
    }
}
