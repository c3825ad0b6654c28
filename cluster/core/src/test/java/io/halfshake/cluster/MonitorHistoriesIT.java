package io.halfshake.cluster;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As {@link MonitorHistoriesTest}, for as many histories as take minutes. */
@Tag("thorough")
class MonitorHistoriesIT {
    @Test
    void manyHistories_keepWhatIsPromised() {
        Seeds.run(1_000_000, 1_000, MonitorHistory::run);
    }
}
