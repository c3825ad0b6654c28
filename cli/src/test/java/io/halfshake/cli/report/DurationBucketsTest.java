package io.halfshake.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DurationBucketsTest {
    private final DurationBuckets buckets = new DurationBuckets();

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 7, 8, 214_000, 999_999_937, Long.MAX_VALUE})
    void oneDuration_isExact(long nanos) {
        buckets.add(nanos);
        assertThat(buckets.total()).isEqualTo(1);
        assertThat(buckets.min()).isEqualTo(nanos);
        assertThat(buckets.at(50)).isEqualTo(nanos);
        assertThat(buckets.at(95)).isEqualTo(nanos);
    }

    @Test
    void percentiles_areWithinASixteenth() {
        for (int i = 1; i <= 1_000; i++) {
            buckets.add(i * 1_000L);
        }
        assertThat(buckets.at(50)).isCloseTo(500_000L, within(500_000L / 16));
        assertThat(buckets.at(95)).isCloseTo(950_000L, within(950_000L / 16));
        assertThat(buckets.at(100)).isEqualTo(1_000_000);
        assertThat(buckets.min()).isEqualTo(1_000);
    }

    @Test
    void percentile_isCountedByRank() {
        for (int i = 0; i < 19; i++) {
            buckets.add(1_000_000);
        }
        buckets.add(80_000_000);
        assertThat(buckets.at(95)).as("19 of 20").isCloseTo(1_000_000L, within(1_000_000L / 16));
        assertThat(buckets.at(96)).isCloseTo(80_000_000L, within(5_000_000L));
    }

    @Test
    void merged_areAsIfAddedToOne() {
        DurationBuckets low = new DurationBuckets();
        DurationBuckets high = new DurationBuckets();
        for (int i = 1; i <= 100; i++) {
            buckets.add(i * 10_000L);
            (i % 3 == 0 ? high : low).add(i * 10_000L);
        }
        low.addAll(high);
        assertThat(low.total()).isEqualTo(100);
        assertThat(low.min()).isEqualTo(10_000);
        for (int percent = 0; percent <= 100; percent++) {
            assertThat(low.at(percent)).isEqualTo(buckets.at(percent));
        }
    }

    @Test
    void mergedWithNone_areUnchanged() {
        buckets.add(5_000);
        buckets.addAll(new DurationBuckets());
        assertThat(buckets.total()).isEqualTo(1);
        assertThat(buckets.min()).isEqualTo(5_000);
        DurationBuckets none = new DurationBuckets();
        none.addAll(buckets);
        assertThat(none.at(50)).isEqualTo(5_000);
    }
}
