package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** As {@link MonitorHistoriesTest}, for as many histories as take minutes. */
@Tag("thorough")
class MonitorHistoriesIT {
    @Test
    @ResourceLock(LogLines.LOCK)
    void manyHistories_keepWhatIsPromised() throws Exception {
        try (LogLines lines = new LogLines()) {
            Seeds.run(1_000_000, 1_000, MonitorHistory::run);
            assertThat(lines.take()).noneMatch(line -> line.startsWith("SEVERE"));
        }
    }
}
