package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.MonitorMemoryMain;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a target costs, and whether a million of them get their checks. */
@Tag("once")
@Isolated("the schedule of a million targets needs the machine")
class MonitorMemoryIT {
    private static final int MOST_BYTES = 400;

    private static final int MOST_BYTES_AFTER_AN_OUTAGE = 1_024;

    /** What a busy machine adds: less than an interval, so that a check that was left out would be seen. */
    private static final long LATE_MILLIS = 2_000;

    private static Map<String, Long> numbers(List<String> lines) {
        return lines.stream()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(words -> words[0], words -> Long.valueOf(words[1])));
    }

    @Test
    void aTargetIsSmall() throws Exception {
        Map<String, Long> numbers = numbers(new ForkedJvm(MonitorMemoryMain.class).run("memory", "100000"));

        assertThat(numbers.get("up")).isEqualTo(100_000);
        assertThat(numbers.get("started")).isGreaterThan(1_200_000);
        assertThat(numbers.get("bytesWatched")).as("%s", numbers).isLessThan(MOST_BYTES);
        assertThat(numbers.get("down")).isEqualTo(100_000);
        assertThat(numbers.get("bytesAfterAnOutage")).as("%s", numbers).isLessThan(MOST_BYTES_AFTER_AN_OUTAGE);
    }

    /** The long form watches a million every 30 s. The short one a tenth of them every 3 s: as many checks a second. */
    @Test
    void noTargetMissesAnInterval() throws Exception {
        boolean isLong = System.getProperty("halfshake.monitor.long") != null;
        int targets = isLong ? 1_000_000 : 100_000;
        int interval = isLong ? 30 : 3;
        Map<String, Long> numbers = numbers(new ForkedJvm(MonitorMemoryMain.class)
                .options(isLong ? "-Xmx512m" : "-Xmx128m")
                .run(
                        "schedule",
                        Integer.toString(targets),
                        Integer.toString(interval),
                        Integer.toString(interval * 3 + 2)));
        // Half of the default jitter of a tenth on either side, at both ends.
        long jitterMillis = interval * 1_000L / 10 + LATE_MILLIS + numbers.getOrDefault("stalledMillis", 0L);

        assertThat(numbers.get("notAsked")).as("%s", numbers).isZero();
        assertThat(numbers.get("skipped")).as("%s", numbers).isZero();
        assertThat(numbers.get("up")).as("%s", numbers).isEqualTo(targets);
        assertThat(numbers.get("longestGapMillis"))
                .as("%s", numbers)
                .isBetween(interval * 1_000L, interval * 1_000L + jitterMillis);
        assertThat(numbers.get("shortestGapMillis")).as("%s", numbers).isGreaterThan(interval * 1_000L - jitterMillis);
    }
}
