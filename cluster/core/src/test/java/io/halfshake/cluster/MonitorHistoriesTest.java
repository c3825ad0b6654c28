package io.halfshake.cluster;

import org.junit.jupiter.api.Test;

/**
 * Histories of {@link ClusterMonitor}s that follow from a seed. One that fails can be run alone, with
 * {@code -Dhalfshake.cluster.seed=number}.
 */
class MonitorHistoriesTest {
    private static final int HISTORIES = 10;

    @Test
    void histories_keepWhatIsPromised() {
        Long alone = Long.getLong("halfshake.cluster.seed");
        long first = alone == null ? 1 : alone;
        long last = alone == null ? HISTORIES : alone;
        for (long seed = first; seed <= last; seed++) {
            run(seed);
        }
    }

    static void run(long seed) {
        try {
            MonitorHistory.run(seed);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("history of seed " + seed + ", again with -Dhalfshake.cluster.seed=" + seed, e);
        }
    }
}
