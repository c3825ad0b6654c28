package io.halfshake.benchmarks.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScrapeTest {
    private static final String BODY = """
            # HELP halfshake_checks_total Checks of the monitor that ended, by result and reason
            # TYPE halfshake_checks_total counter
            halfshake_checks_total{reason="",result="up"} 40
            halfshake_checks_total{reason="timed_out",result="down"} 2.0
            halfshake_checks_skipped_total 7.0
            halfshake_transitions_total{to="down"} 3.0
            halfshake_transitions_total{to="up"} 5.0
            halfshake_target_up{target="127.0.0.1:80",name="a name {with} spaces"} 1.0
            """;

    private final Scrape scrape = Scrape.of(BODY, 1, BODY.length());

    @Test
    void checks_areSummedOverTheirLabels() {
        assertThat(scrape.checks()).isEqualTo(42);
    }

    @Test
    void metricWithoutLabels_isRead() {
        assertThat(scrape.sum("halfshake_checks_skipped_total")).isEqualTo(7);
        assertThat(scrape.sum("halfshake_target_up")).isEqualTo(1);
    }

    @Test
    void downs_areThoseToDown() {
        assertThat(scrape.downs()).isEqualTo(3);
    }

    @Test
    void missingMetric_isAnError() {
        assertThatThrownBy(() -> scrape.sum("halfshake_none")).hasMessageContaining("halfshake_none");
    }
}
