package io.halfshake.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * All turns of one contender at one work.
 *
 * @param work in words
 * @param expected what a check should find
 * @param contender in words
 * @param inFlight how many checks at once; null for a program that decides itself
 * @param wire what its checks should be on the wire
 * @param completedHandshakes how many the server saw during these turns
 * @param turns one a round
 */
record Row(
        String work,
        Expected expected,
        String contender,
        @Nullable Integer inFlight,
        WireKind wire,
        long completedHandshakes,
        List<Turn> turns) {
    private static final double KIBIBYTES_IN_MEBIBYTE = 1024;

    private Spread spread(ToDoubleFunction<Turn> figure) {
        return Spread.of(turns.stream().mapToDouble(figure).toArray());
    }

    @JsonProperty
    Spread cpuMicrosPerCheck() {
        return spread(Turn::cpuMicrosPerCheck);
    }

    @JsonProperty
    Spread checksPerSecond() {
        return spread(Turn::checksPerSecond);
    }

    @JsonProperty
    Spread peakMebibytes() {
        return spread(turn -> turn.peakKibibytes() / KIBIBYTES_IN_MEBIBYTE);
    }

    @JsonProperty
    @Nullable
    Spread allocatedBytesPerCheck() {
        return turns.stream().anyMatch(turn -> turn.allocatedBytes() == null)
                ? null
                : spread(turn -> (double) Objects.requireNonNull(turn.allocatedBytes()) / turn.checks());
    }

    /** The median over the rounds of each percentile. */
    @JsonProperty
    @Nullable
    Lateness lateness() {
        List<Lateness> all =
                turns.stream().map(Turn::lateness).filter(Objects::nonNull).toList();
        return all.isEmpty()
                ? null
                : new Lateness(
                        Math.round(Spread.of(
                                        all.stream().mapToDouble(Lateness::p50).toArray())
                                .median()),
                        Math.round(Spread.of(
                                        all.stream().mapToDouble(Lateness::p99).toArray())
                                .median()),
                        all.stream().mapToLong(Lateness::most).max().orElseThrow());
    }

    @JsonProperty
    long checks() {
        return turns.stream().mapToLong(Turn::checks).sum();
    }

    /** What was found instead of what was expected, over all rounds. */
    @JsonProperty
    Map<String, Long> others() {
        Map<String, Long> sums = new TreeMap<>();
        turns.forEach(turn -> turn.others().forEach((what, count) -> sums.merge(what, count, Long::sum)));
        return sums;
    }

    /** What the server saw; null where there is no handshake to be seen. */
    @JsonProperty
    @Nullable
    WireKind seen() {
        if (wire == WireKind.ECHO) {
            return WireKind.ECHO;
        } else if (expected != Expected.UP) {
            return null;
        }
        return completedHandshakes > checks() / 2 ? WireKind.FULL : WireKind.HALF;
    }
}
