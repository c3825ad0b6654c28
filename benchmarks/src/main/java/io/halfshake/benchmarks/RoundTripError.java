package io.halfshake.benchmarks;

import io.halfshake.lab.Lab;
import io.halfshake.lab.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Each host of the lab is asked once at full speed, while tcpdump looks on. */
final class RoundTripError {
    static final String PROGRAM = "tcpdump";

    /** Those that report a round trip of each check. */
    static final List<JavaContender> CONTENDERS =
            List.of(JavaContender.HALF_OPEN_FUTURES, JavaContender.SYN_FUTURES, JavaContender.CONNECT_PLATFORM);

    private RoundTripError() {}

    static RoundTripRow.Deviation measure(Lab lab, Work work, Contender contender, int inFlight)
            throws IOException, InterruptedException {
        int hosts = work.targets().hosts();
        Job job = Job.of(work, hosts, inFlight).withRoundTrips();
        try (Wire wire = Wire.watch(lab)) {
            List<Long> reported = contender.run(job).roundTripNanos();
            if (reported == null) {
                throw new IllegalStateException(contender.name() + ": no round trips (expected one of each check)");
            }
            return compare(reported, wire.roundTrips(hosts));
        }
    }

    static RoundTripRow.Deviation compare(List<Long> reportedNanos, Map<Integer, Long> seenNanos) {
        List<Double> differences = new ArrayList<>();
        for (int host = 0; host < reportedNanos.size(); host++) {
            Long seen = seenNanos.get(host);
            // What was not answered has no round trip; the table of works says how many those are.
            if (seen != null && reportedNanos.get(host) >= 0) {
                differences.add(Math.abs(reportedNanos.get(host) - seen) / 1e3);
            }
        }
        double[] sorted = differences.stream().mapToDouble(Double::doubleValue).toArray();
        if (sorted.length == 0) {
            throw new IllegalStateException("round trips: none in common (expected some)");
        }
        Arrays.sort(sorted);
        return new RoundTripRow.Deviation(percentile(sorted, 50), percentile(sorted, 99), sorted[sorted.length - 1]);
    }

    private static double percentile(double[] sorted, double percent) {
        return sorted[(int) Math.ceil(percent / 100 * sorted.length) - 1];
    }
}
