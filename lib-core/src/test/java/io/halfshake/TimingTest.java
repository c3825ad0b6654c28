package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimingTest {
    @Test
    void timing_returnsItsPartsAsDurations() {
        Timing timing = new Timing(4_000, 3_000, 2_000, 1_000);

        assertThat(timing.elapsed()).isEqualTo(Duration.ofNanos(4_000));
        assertThat(timing.queued()).isEqualTo(Duration.ofNanos(3_000));
        assertThat(timing.resolving()).isEqualTo(Duration.ofNanos(2_000));
        assertThat(timing.roundTrip()).isEqualTo(Duration.ofNanos(1_000));
    }

    @Test
    void missingRoundTrip_isNotARoundTripOfZero() {
        assertThat(new Timing(0, 0, 0, Timing.NO_ROUND_TRIP).roundTrip()).isNull();
        assertThat(new Timing(0, 0, 0, 0).roundTrip()).isEqualTo(Duration.ZERO);
    }

    @Test
    void negativePart_throwsIllegalArgument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timing(-1, 0, 0, 0))
                .withMessage("elapsedNanos: -1 (expected >= 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timing(0, -1, 0, 0))
                .withMessage("queuedNanos: -1 (expected >= 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timing(0, 0, -1, 0))
                .withMessage("resolvingNanos: -1 (expected >= 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timing(0, 0, 0, -2))
                .withMessage("roundTripNanos: -2 (expected >= -1)");
    }

    @Test
    void upWithoutARoundTrip_throwsIllegalArgument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new CheckResult.Up("db:80", Samples.ADDRESS, Samples.TIMING, Samples.evidence(Signal.SYN_ACK)))
                .withMessage("roundTripNanos: -1 (expected >= 0 when up)");
    }
}
