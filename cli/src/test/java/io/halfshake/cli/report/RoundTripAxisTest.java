package io.halfshake.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundTripAxisTest {
    @ParameterizedTest
    @CsvSource({
        "214000, 380000, 200000, 500000",
        "200000, 500000, 200000, 500000",
        "1000000, 1000000, 1000000, 2000000",
        "0, 0, 1000, 2000",
        "180000, 1300000000, 100000, 2000000000",
        "9223372036854775807, 9223372036854775807, 1000000000000000, 2000000000000000",
    })
    void axis_containsTheRoundTrips(long shortest, long longest, long bottom, long top) {
        assertThat(RoundTripAxis.over(shortest, longest)).isEqualTo(new RoundTripAxis(bottom, top));
    }

    @Test
    void depth_isLogarithmic() {
        RoundTripAxis axis = new RoundTripAxis(1_000_000, 100_000_000);
        assertThat(axis.depth(100_000_000)).isZero();
        assertThat(axis.depth(10_000_000)).isCloseTo(0.5, within(1e-9));
        assertThat(axis.depth(1_000_000)).isEqualTo(1);
        assertThat(axis.depth(5)).as("below the axis").isEqualTo(1);
        assertThat(axis.depth(Long.MAX_VALUE)).as("above the axis").isZero();
    }

    @Test
    void ticks_areStepsOrPowersOfTen() {
        assertThat(new RoundTripAxis(200_000, 5_000_000).ticks())
                .containsExactly(200_000L, 500_000L, 1_000_000L, 2_000_000L, 5_000_000L);
        assertThat(new RoundTripAxis(200_000, 50_000_000).ticks()).containsExactly(1_000_000L, 10_000_000L);
    }

    @ParameterizedTest
    @CsvSource({"2000, 2 µs", "500000, 500 µs", "1000000, 1 ms", "200000000, 200 ms", "5000000000, 5 s"})
    void label_hasTheUnit(long nanos, String label) {
        assertThat(RoundTripAxis.label(nanos)).isEqualTo(label);
    }
}
