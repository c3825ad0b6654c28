package io.halfshake.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.server.metrics.Exposition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReloadMetricsTest {
    private Instant now = Instant.ofEpochMilli(1_500);
    private final ReloadMetrics metrics = new ReloadMetrics(() -> now);

    private String text() {
        return Exposition.text(metrics.collect());
    }

    @Test
    void metrics_areAsExpected() throws IOException {
        assertThat(text()).isEqualTo(Files.readString(Path.of("src/test/resources/metrics/reload.txt")));
    }

    @Test
    void failure_keepsTheTimeOfTheLastSuccess() {
        now = now.plusSeconds(1);
        metrics.failed();
        assertThat(text()).contains("_successful 0.0\n", "_success_timestamp_seconds 1.5\n");
        metrics.succeeded();
        assertThat(text()).contains("_successful 1.0\n", "_success_timestamp_seconds 2.5\n");
    }
}
