package io.halfshake.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.benchmarks.report.RoundTripRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundTripErrorTest {
    @Test
    void compare_givesAbsoluteDifferencesInMicroseconds() {
        RoundTripRow.Deviation deviation =
                RoundTripError.compare(List.of(10_000L, 20_000L, 30_000L), Map.of(0, 11_000L, 1, 18_000L, 2, 30_000L));

        assertThat(deviation).isEqualTo(new RoundTripRow.Deviation(1, 2, 2));
    }

    @Test
    void compare_skipsUnansweredChecks() {
        RoundTripRow.Deviation deviation =
                RoundTripError.compare(List.of(-1L, 20_000L, 30_000L), Map.of(0, 11_000L, 1, 25_000L));

        assertThat(deviation).isEqualTo(new RoundTripRow.Deviation(5, 5, 5));
    }

    @Test
    void compare_throwsWithoutCommonRoundTrips() {
        assertThatThrownBy(() -> RoundTripError.compare(List.of(-1L), Map.of(0, 1L)))
                .hasMessage("round trips: none in common (expected some)");
    }
}
