package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Histories of {@link ClusterMonitor}s that follow from a seed. */
class MonitorHistoriesTest {
    @Test
    @ResourceLock(LogLines.LOCK)
    void histories_keepWhatIsPromised() throws Exception {
        try (LogLines lines = new LogLines()) {
            Seeds.run(1, 10, MonitorHistory::run);
            assertThat(lines.take()).noneMatch(line -> line.startsWith("SEVERE"));
        }
    }
}
