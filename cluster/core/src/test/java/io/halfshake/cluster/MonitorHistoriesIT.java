package io.halfshake.cluster;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As {@link MonitorHistoriesTest}, for as many histories as take minutes. */
@Tag("thorough")
class MonitorHistoriesIT {
    private static final int FIRST = 1_000_000;
    private static final int HISTORIES = 1_000;

    @Test
    void manyHistories_keepWhatIsPromised() {
        for (int i = 0; i < HISTORIES; i++) {
            MonitorHistoriesTest.run(FIRST + i);
        }
    }
}
