package io.halfshake.benchmarks;

import io.halfshake.benchmarks.contender.Contender;
import io.halfshake.benchmarks.contender.Measurement;
import io.halfshake.benchmarks.workload.Job;
import java.io.IOException;

/** Finds how many checks fill a turn, which also warms the contender up. */
final class Calibration {
    private static final int MIN_CHECKS = 50;
    private static final int MAX_CHECKS = 500_000;

    /** The share of a turn from which the rate can be told. */
    private static final double MIN_SHARE = 0.4;

    private static final int MAX_GROWTH = 8;

    /** The maximum number of turns to spend on making as many checks as are in flight. */
    private static final int MAX_TURNS = 4;

    private Calibration() {}

    static Job of(Contender contender, Job job, double seconds) throws IOException, InterruptedException {
        int checks = Math.max(MIN_CHECKS, Math.min(job.inFlight(), MAX_CHECKS));
        while (true) {
            Measurement measurement = contender.run(job.withChecks(checks));
            if (measurement.seconds() >= MIN_SHARE * seconds || checks >= MAX_CHECKS) {
                double wanted = measurement.checksPerSecond() * seconds;
                double min = Math.min(job.inFlight(), MAX_TURNS * wanted);
                return job.withChecks((int) Math.ceil(Math.min(MAX_CHECKS, Math.max(wanted, min))));
            }
            double growth = Math.min(MAX_GROWTH, Math.max(2, seconds / measurement.seconds()));
            checks = (int) Math.min(MAX_CHECKS, checks * growth);
        }
    }
}
