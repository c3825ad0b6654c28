package io.halfshake.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.halfshake.benchmarks.contender.Lateness;
import io.halfshake.benchmarks.contender.Measurement;
import io.halfshake.benchmarks.contender.WireKind;
import io.halfshake.benchmarks.workload.Expected;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All turns of one contender at one workload.
 *
 * @param workload its name
 * @param expected the result that a check should have
 * @param contender its name
 * @param inFlight the number of checks in flight; null for a program that decides itself
 * @param wire what its checks should look like on the wire
 * @param completedHandshakes the number that the server counted during these turns
 * @param turns one per round
 */
public record Row(
        String workload,
        Expected expected,
        String contender,
        @Nullable Integer inFlight,
        WireKind wire,
        long completedHandshakes,
        List<Measurement> turns) {
    private static final double KIBIBYTES_IN_MEBIBYTE = 1024;

    private Spread spread(ToDoubleFunction<Measurement> figure) {
        return Spread.of(turns.stream().mapToDouble(figure).toArray());
    }

    @JsonProperty
    Spread cpuMicrosPerCheck() {
        return spread(Measurement::cpuMicrosPerCheck);
    }

    @JsonProperty
    Spread checksPerSecond() {
        return spread(Measurement::checksPerSecond);
    }

    @JsonProperty
    Spread peakMebibytes() {
        return spread(measurement -> measurement.peakKibibytes() / KIBIBYTES_IN_MEBIBYTE);
    }

    @JsonProperty
    @Nullable
    Spread allocatedBytesPerCheck() {
        return turns.stream().anyMatch(measurement -> measurement.allocatedBytes() == null)
                ? null
                : spread(measurement ->
                        (double) Objects.requireNonNull(measurement.allocatedBytes()) / measurement.checks());
    }

    /** The median over the rounds of each percentile. */
    @JsonProperty
    @Nullable
    Lateness lateness() {
        List<Lateness> all = turns.stream()
                .map(Measurement::lateness)
                .filter(Objects::nonNull)
                .toList();
        return all.isEmpty()
                ? null
                : new Lateness(
                        Math.round(Spread.of(
                                        all.stream().mapToDouble(Lateness::p50).toArray())
                                .median()),
                        Math.round(Spread.of(
                                        all.stream().mapToDouble(Lateness::p99).toArray())
                                .median()),
                        all.stream().mapToLong(Lateness::max).max().orElseThrow());
    }

    @JsonProperty
    long checks() {
        return turns.stream().mapToLong(Measurement::checks).sum();
    }

    /** The unexpected results, over all rounds. */
    @JsonProperty
    public Map<String, Long> others() {
        Map<String, Long> sums = new TreeMap<>();
        turns.forEach(measurement -> measurement.others().forEach((what, count) -> sums.merge(what, count, Long::sum)));
        return sums;
    }

    /** What the server observed; null where there is no handshake to observe. */
    @JsonProperty
    @Nullable
    public WireKind observed() {
        if (wire == WireKind.ECHO) {
            return WireKind.ECHO;
        } else if (expected != Expected.UP) {
            return null;
        }
        return completedHandshakes > checks() / 2 ? WireKind.FULL : WireKind.HALF;
    }
}
