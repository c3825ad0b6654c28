package io.halfshake;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** As in {@link MonitorMemoryIT}, whether very many targets get their checks, but on this machine's time. */
@Tag("thorough")
@Isolated("the schedule of a million targets needs the machine")
class MonitorInRealTimeIT {
    /** What a busy machine adds: less than an interval, so that a check that was left out would be seen. */
    private static final long LATE_MILLIS = 2_000;

    /** With {@code -Dhalfshake.monitor.long} a million. */
    @Test
    void manyTargets_missNoInterval() throws Exception {
        boolean isLong = System.getProperty("halfshake.monitor.long") != null;
        int targets = isLong ? 1_000_000 : 100_000;
        int interval = isLong ? 30 : 3;
        Map<String, Long> numbers =
                MonitorMemoryIT.schedule("schedule", targets, interval, isLong ? "-Xmx512m" : "-Xmx128m");
        MonitorMemoryIT.assertEveryIntervalIsKept(
                numbers, targets, interval, LATE_MILLIS + numbers.getOrDefault("stalledMillis", 0L));
    }
}
