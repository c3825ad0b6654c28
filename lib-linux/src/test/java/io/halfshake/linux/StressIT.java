package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Every verdict under full load against the truth, and nothing left behind. For longer:
 * {@code -Dhalfshake.stress=PT1M}, {@code -Dhalfshake.soak=PT10M}.
 */
@Isolated // Another test's load would stall this one past the kernel's 200 ms.
class StressIT {
    private static final Duration ALL_THE_REST = Duration.ofMinutes(10);

    private static Map<String, Long> run(String mode, String property) throws Exception {
        Duration duration = Duration.parse(System.getProperty(property, "PT5S"));
        List<String> output = new ForkedJvm(Stress.class)
                .timeout(duration.plus(ALL_THE_REST))
                .run(mode, duration.toString())
                .output();
        Map<String, Long> counts = new TreeMap<>();
        for (String line : output) {
            // Kept with the report of a long run.
            System.out.println(mode + " " + line);
            counts.put(
                    line.substring(0, line.lastIndexOf(' ')), Long.valueOf(line.substring(line.lastIndexOf(' ') + 1)));
        }
        return counts;
    }

    private static void assertNothingIsLeft(Map<String, Long> counts) {
        // Fewer than before, if one of a peer's was about to be closed then.
        assertThat(counts.get("descriptors left")).isNotPositive();
        assertThat(counts.get("threads left")).isZero();
        assertThat(counts.get("descriptors above the most in flight")).isNotPositive();
        // What the JIT compiler and the class loaders still keep settles in the first run.
        assertThat(counts.get("KiB grown while it ran")).isLessThan(4_096);
        assertThat(counts.get("KiB left")).isLessThan(4_096);
    }

    @Test
    void tinyTimeoutsAndCancellations_giveNoFalseVerdict() throws Exception {
        Map<String, Long> counts = run("stress", "halfshake.stress");

        assertThat(counts.keySet()).noneMatch(verdict -> verdict.contains("false"));
        // Without these the test would prove nothing.
        assertThat(counts).containsKeys(Stress.expected(true).toArray(String[]::new));
        assertNothingIsLeft(counts);
    }

    @Test
    void fullSpeed_givesNoFalseVerdictAndLeavesNothingBehind() throws Exception {
        Map<String, Long> counts = run("soak", "halfshake.soak");

        assertThat(counts.keySet()).noneMatch(verdict -> verdict.contains("false"));
        assertThat(counts).containsKeys(Stress.expected(false).toArray(String[]::new));
        assertNothingIsLeft(counts);
    }
}
