package io.halfshake.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PrometheusTest {
    private final String scrape = Scrape.text();

    /** The order is the registry's. */
    @Test
    void names_areAsExpected() throws IOException {
        String names = scrape.lines()
                .map(line -> line.startsWith("#") ? line : line.substring(0, line.lastIndexOf(' ')))
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));

        Meters.assertSame(names, "prometheus.txt");
    }

    @Test
    void times_areInSeconds() {
        assertThat(scrape)
                .contains(
                        "halfshake_check_round_trip_seconds_count 1\n",
                        "halfshake_check_round_trip_seconds_sum 0.002\n",
                        "halfshake_monitor_stalled_time_seconds_total 0.0\n",
                        "halfshake_target_up{target=\"db:5432\"} 1.0\n",
                        "halfshake_target_up{target=\"[::1]:6379\"} 0.0\n",
                        "halfshake_target_down_time_max_seconds{target=\"[::1]:6379\"} 1.0\n");
    }
}
