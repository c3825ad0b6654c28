package io.halfshake.benchmarks;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one turn of a contender came to.
 *
 * @param checks how many were made
 * @param asExpected how many of them found what they should
 * @param others what the rest found
 * @param seconds from the first check to the end of the last
 * @param cpuMicros user and system time of the checking process, of all checks together
 * @param allocatedBytes on the Java heap, by all checks together; null where there is no Java heap
 * @param peakKibibytes most memory resident in the checking process during the turn
 * @param lateness of checks that ended at their deadline; null if there were none, or if it cannot be seen
 * @param roundTripNanos of each check; null unless asked for
 */
record Turn(
        long checks,
        long asExpected,
        Map<String, Long> others,
        double seconds,
        double cpuMicros,
        @Nullable Long allocatedBytes,
        long peakKibibytes,
        @Nullable Lateness lateness,
        @Nullable List<Long> roundTripNanos) {
    double checksPerSecond() {
        return checks / seconds;
    }

    double cpuMicrosPerCheck() {
        return cpuMicros / checks;
    }
}
