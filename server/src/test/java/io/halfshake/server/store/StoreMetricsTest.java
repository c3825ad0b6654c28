package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.server.metrics.MetricsPage;
import io.halfshake.server.store.StoreHealth.State;
import io.halfshake.server.web.Request;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreMetricsTest {
    private static String text(StoreHealth health) throws IOException {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new StoreMetrics(() -> health));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        new MetricsPage(registry)
                .handle(new Request("/metrics", null, Map.of("Accept", List.of("*/*"))))
                .join()
                .body()
                .writeTo(body);
        return body.toString(StandardCharsets.UTF_8);
    }

    @Test
    void healthyStore_isWriting() throws IOException {
        Instant written = Instant.ofEpochSecond(1);
        assertThat(text(new StoreHealth(State.WRITING, Stores.START, written, 3, 0, 0, 0)))
                .contains("halfshake_store_writing 1.0\n")
                .contains("halfshake_store_waiting 3.0\n")
                .contains("halfshake_store_last_write_timestamp_seconds 1.0\n");
    }

    @Test
    void storeThatFails_isNotWritingAndTellsWhatWasLost() throws IOException {
        assertThat(text(new StoreHealth(State.FAILING, Stores.START, null, 0, 4, 5, 6)))
                .contains("halfshake_store_writing 0.0\n")
                .contains("halfshake_store_last_write_timestamp_seconds 0.0\n")
                .contains("halfshake_store_failures_total 6.0\n")
                .contains("halfshake_store_lost_total{kind=\"event\"} 4.0\n")
                .contains("halfshake_store_lost_total{kind=\"minute\"} 5.0\n");
    }
}
