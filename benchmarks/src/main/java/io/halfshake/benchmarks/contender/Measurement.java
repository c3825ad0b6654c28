package io.halfshake.benchmarks.contender;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of one turn of a contender.
 *
 * @param checks the number of checks
 * @param asExpected how many of them had the expected result
 * @param others the results of the rest
 * @param seconds from the first check to the end of the last
 * @param cpuMicros user and system time of the checking process, of all checks together
 * @param allocatedBytes on the Java heap, by all checks together; null where there is no Java heap
 * @param peakKibibytes most memory resident in the checking process during the turn
 * @param lateness of checks that ended at their deadline; null if there were none, or if it is not visible
 * @param roundTripNanos of each check; null unless asked for
 */
public record Measurement(
        long checks,
        long asExpected,
        Map<String, Long> others,
        double seconds,
        double cpuMicros,
        @Nullable Long allocatedBytes,
        long peakKibibytes,
        @Nullable Lateness lateness,
        @Nullable List<Long> roundTripNanos) {
    public double checksPerSecond() {
        return checks / seconds;
    }

    public double cpuMicrosPerCheck() {
        return cpuMicros / checks;
    }
}
