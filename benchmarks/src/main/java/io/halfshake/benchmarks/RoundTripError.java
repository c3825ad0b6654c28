package io.halfshake.benchmarks;

import io.halfshake.benchmarks.contender.Contender;
import io.halfshake.benchmarks.contender.JavaContender;
import io.halfshake.benchmarks.report.RoundTripRow;
import io.halfshake.benchmarks.workload.Job;
import io.halfshake.benchmarks.workload.Workload;
import io.halfshake.lab.Capture;
import io.halfshake.lab.Lab;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Compares reported round trips with a packet capture: checks each host of the lab once, at full speed. */
final class RoundTripError {
    static final String PROGRAM = "tcpdump";

    /** Those that report the round trip of each check. */
    static final List<JavaContender> CONTENDERS =
            List.of(JavaContender.HALF_OPEN_FUTURES, JavaContender.SYN_FUTURES, JavaContender.CONNECT_PLATFORM);

    private RoundTripError() {}

    static RoundTripRow.Deviation measure(Lab lab, Workload workload, Contender contender, int inFlight)
            throws IOException, InterruptedException {
        int hosts = workload.targets().hosts();
        Job job = Job.of(workload, hosts, inFlight).withRoundTrips();
        try (Capture capture = Capture.watch(lab)) {
            List<Long> reported = contender.run(job).roundTripNanos();
            if (reported == null) {
                throw new IllegalStateException(contender.name() + ": no round trips (expected one of each check)");
            }
            return compare(reported, capture.roundTrips(hosts));
        }
    }

    static RoundTripRow.Deviation compare(List<Long> reportedNanos, Map<Integer, Long> seenNanos) {
        List<Double> differences = new ArrayList<>();
        for (int host = 0; host < reportedNanos.size(); host++) {
            Long seen = seenNanos.get(host);
            // An unanswered check has no round trip; the table of workloads has their number.
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
