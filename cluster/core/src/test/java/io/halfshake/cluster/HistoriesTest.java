package io.halfshake.cluster;

import org.junit.jupiter.api.Test;

/** Histories of a cluster that follow from a seed. */
class HistoriesTest {
    @Test
    void histories_keepWhatIsPromised() {
        Seeds.run(1, 100, History::run);
    }
}
