package io.halfshake.cluster;

import org.junit.jupiter.api.Test;

/** Histories of {@link ClusterMonitor}s that follow from a seed. */
class MonitorHistoriesTest {
    @Test
    void histories_keepWhatIsPromised() {
        Seeds.run(1, 10, MonitorHistory::run);
    }
}
