package io.halfshake.benchmarks;

import java.io.IOException;

/** How many checks fill a turn. What it takes to find out also warms a contender up. */
final class Calibration {
    private static final int FIRST = 50;
    private static final int MOST = 500_000;

    /** Of the time of a turn: enough to tell. */
    private static final double ENOUGH = 0.4;

    private static final int FASTEST_GROWTH = 8;

    /** So many turns' time may be spent to have as many checks as are in flight. */
    private static final int LONGEST_TURNS = 4;

    private Calibration() {}

    static Job of(Contender contender, Job job, double seconds) throws IOException, InterruptedException {
        int checks = Math.max(FIRST, Math.min(job.inFlight(), MOST));
        while (true) {
            Turn turn = contender.run(job.withChecks(checks));
            if (turn.seconds() >= ENOUGH * seconds || checks >= MOST) {
                double wanted = turn.checksPerSecond() * seconds;
                double least = Math.min(job.inFlight(), LONGEST_TURNS * wanted);
                return job.withChecks((int) Math.ceil(Math.min(MOST, Math.max(wanted, least))));
            }
            double growth = Math.min(FASTEST_GROWTH, Math.max(2, seconds / turn.seconds()));
            checks = (int) Math.min(MOST, checks * growth);
        }
    }
}
