package io.halfshake.cluster;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** As {@link HistoriesTest}, for as many histories as take minutes. */
@Tag("thorough")
class HistoriesIT {
    @Test
    void manyHistories_keepWhatIsPromised() {
        Seeds.run(1_000_000, 5_000, History::run);
    }
}
