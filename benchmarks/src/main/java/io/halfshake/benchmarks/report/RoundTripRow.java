package io.halfshake.benchmarks.report;

import java.util.List;

/**
 * How far reported round trips were from those in a packet capture.
 *
 * @param contender its name
 * @param inFlight how many checks at once
 * @param checks that were compared, over all rounds
 * @param rounds each round's error
 */
public record RoundTripRow(String contender, int inFlight, long checks, List<Deviation> rounds) {
    /** Absolute differences, in microseconds. */
    public record Deviation(double p50, double p99, double max) {}

    Spread p50() {
        return Spread.of(rounds.stream().mapToDouble(Deviation::p50).toArray());
    }

    Spread p99() {
        return Spread.of(rounds.stream().mapToDouble(Deviation::p99).toArray());
    }

    public double max() {
        return rounds.stream().mapToDouble(Deviation::max).max().orElseThrow();
    }
}
