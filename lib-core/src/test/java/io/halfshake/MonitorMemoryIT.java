package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.MonitorMemoryMain;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a target costs, and whether very many of them get their checks. */
@Tag("once")
class MonitorMemoryIT {
    private static final int MAX_BYTES = 400;

    private static final int MAX_BYTES_AFTER_AN_OUTAGE = 1_024;

    private static final int MAX_BYTES_ADOPTED = 700;

    private static Map<String, Long> numbers(List<String> lines) {
        return lines.stream()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1])));
    }

    @Test
    void monitoredTarget_staysWithinItsMemoryLimit() throws Exception {
        Map<String, Long> numbers = numbers(new ForkedJvm(MonitorMemoryMain.class).run("memory", "100000"));

        assertThat(numbers.get("up")).isEqualTo(100_000);
        assertThat(numbers.get("started")).isGreaterThan(1_200_000);
        assertThat(numbers.get("bytesWatched")).as("%s", numbers).isLessThan(MAX_BYTES);
        assertThat(numbers.get("down")).isEqualTo(100_000);
        assertThat(numbers.get("bytesAfterAnOutage")).as("%s", numbers).isLessThan(MAX_BYTES_AFTER_AN_OUTAGE);
        assertThat(numbers.get("upAdopted")).isEqualTo(100_000);
        assertThat(numbers.get("bytesAdopted")).as("%s", numbers).isLessThan(MAX_BYTES_ADOPTED);
    }

    /** A hundred thousand every 3 s, which is as many checks a second as a million every 30 s. */
    @Test
    void manyTargets_missNoInterval() throws Exception {
        assertEveryIntervalIsKept(schedule("virtual", 100_000, 3, "-Xmx128m"), 100_000, 3, 0);
    }

    static Map<String, Long> schedule(String time, int targets, int interval, String heap) throws Exception {
        return numbers(new ForkedJvm(MonitorMemoryMain.class)
                .options(heap)
                .run(time, Integer.toString(targets), Integer.toString(interval), Integer.toString(interval * 3 + 2)));
    }

    static void assertEveryIntervalIsKept(Map<String, Long> numbers, int targets, int interval, long lateMillis) {
        // Half of the default jitter of a tenth on either side, at both ends.
        long jitterMillis = interval * 1_000L / 10 + lateMillis;

        assertThat(numbers.get("notAsked")).as("%s", numbers).isZero();
        assertThat(numbers.get("skipped")).as("%s", numbers).isZero();
        assertThat(numbers.get("up")).as("%s", numbers).isEqualTo(targets);
        assertThat(numbers.get("longestGapMillis"))
                .as("%s", numbers)
                .isBetween(interval * 1_000L, interval * 1_000L + jitterMillis);
        assertThat(numbers.get("shortestGapMillis")).as("%s", numbers).isGreaterThan(interval * 1_000L - jitterMillis);
    }
}
