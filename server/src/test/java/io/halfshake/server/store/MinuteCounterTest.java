package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.server.store.MinuteSummary.RoundTrips;
import io.halfshake.testing.CheckResults;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MinuteCounterTest {
    private static MinuteSummary summary(int from, int to) {
        MinuteCounter counter = new MinuteCounter(7);
        for (int micros = from; micros <= to; micros++) {
            counter.add(Stores.result(CheckResults.up("db:1", Duration.ofNanos(micros * 1_000L)), false));
        }
        return counter.summary();
    }

    @Test
    void percentiles_areThoseOfTheNearestRank() {
        assertThat(summary(5, 5)).isEqualTo(new MinuteSummary(7, 1, 0, 0, 0, new RoundTrips(5, 5, 5, 5)));
        assertThat(summary(1, 100)).isEqualTo(new MinuteSummary(7, 100, 0, 0, 0, new RoundTrips(1, 50, 99, 100)));
    }

    @Test
    void manyResults_areSampledEvenlyAndTheExtremesAreExact() {
        MinuteSummary many = summary(1, 100_000);
        RoundTrips trips = many.roundTrips();
        assertThat(many.ups()).isEqualTo(100_000);
        assertThat(trips).isNotNull();
        if (trips != null) {
            assertThat(trips.min()).isEqualTo(1);
            assertThat(trips.max()).isEqualTo(100_000);
            assertThat(trips.median()).isBetween(49_000L, 51_000L);
            assertThat(trips.p99()).isBetween(98_000L, 100_000L);
        }
    }
}
