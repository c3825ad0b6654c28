package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HistogramTest {
    private static final double[] PERCENTS = {0, 1, 10, 50, 90, 99, 99.9, 100};

    private static void assertThatItIsClose(long[] values) {
        Histogram histogram = new Histogram();
        LongStream.of(values).forEach(histogram::add);
        long[] sorted = LongStream.of(values).sorted().toArray();
        for (double percent : PERCENTS) {
            int rank = Math.max(1, (int) Math.ceil(percent / 100 * sorted.length));
            long truth = sorted[rank - 1];
            assertThat((double) histogram.nanosAt(percent))
                    .as("%s %% of %s values", percent, values.length)
                    .isCloseTo((double) truth, within(truth * Histogram.RELATIVE_ERROR));
        }
    }

    @Test
    void percentile_staysWithinThePromisedError() {
        Random random = new Random(6);
        for (int round = 0; round < 50; round++) {
            double mean = random.nextDouble() * 24;
            double width = random.nextDouble() * 6;
            long[] values = random.doubles(1 + random.nextInt(5_000))
                    .mapToLong(unused -> (long) Math.exp(mean + width * random.nextGaussian()))
                    .toArray();
            assertThatItIsClose(values);
        }
    }

    @Test
    void bucketMiddle_liesInItsOwnBucket() {
        for (int bucket = 0; bucket < Histogram.bucket(Long.MAX_VALUE); bucket++) {
            assertThat(Histogram.bucket(Histogram.middle(bucket))).isEqualTo(bucket);
        }
    }

    @Test
    void smallestAndLargestValues_haveABucket() {
        assertThatItIsClose(new long[] {0, 1, 7, 8, 9, Long.MAX_VALUE});
    }

    @Test
    void overflowingBucket_isHalvedAndRareValuesStay() {
        Histogram histogram = new Histogram();
        histogram.add(1_000_000);
        for (int i = 0; i < 1_000_000; i++) {
            histogram.add(1_000);
        }

        assertThat(histogram.weight()).isBetween(30_000L, 66_000L);
        assertThat((double) histogram.nanosAt(100)).isCloseTo(1_000_000, within(62_500.0));
        assertThat((double) histogram.nanosAt(99)).isCloseTo(1_000, within(62.5));
    }

    @Test
    void percentiles_handleEmptyHistogramsAndInvalidPercents() {
        Histogram histogram = new Histogram();
        assertThat(new RoundTripPercentiles(histogram).at(50)).isNull();
        assertThat(new RoundTripPercentiles(histogram)).hasToString("none");
        histogram.add(5);

        RoundTripPercentiles percentiles = new RoundTripPercentiles(histogram);
        assertThat(percentiles.at(50)).isEqualTo(Duration.ofNanos(5));
        assertThat(percentiles.weight()).isEqualTo(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> percentiles.at(101))
                .withMessage("percent: 101.0 (expected 0 to 100)");
    }

    @Test
    void toString_givesReadablePercentiles() {
        assertThat(percentiles(5, 240_000, 1_200_000)).hasToString("p50 237 us, p90 1.25 ms, p99 1.25 ms");
        assertThat(percentiles(999_900, 3_000_000_000L, 60_000_000_000L))
                .hasToString("p50 3.09 s, p90 58.0 s, p99 58.0 s");
        assertThat(percentiles(5)).hasToString("p50 0 us, p90 0 us, p99 0 us");
    }

    private static RoundTripPercentiles percentiles(long... nanos) {
        Histogram histogram = new Histogram();
        LongStream.of(nanos).forEach(histogram::add);
        return new RoundTripPercentiles(histogram);
    }

    @Test
    void percentileRank_isExact() {
        Histogram histogram = new Histogram();
        for (int i = 0; i < 100; i++) {
            histogram.add(i < 7 ? 1 : 5);
        }

        assertThat(histogram.nanosAt(7)).isEqualTo(1);
        assertThat(histogram.nanosAt(7.1)).isEqualTo(5);
    }
}
