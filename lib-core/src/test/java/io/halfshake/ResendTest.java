package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.internal.Durations;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ResendTest {
    private static long delay(Resend resend, long timeoutMillis, long leftMillis) {
        return resend.delayNanos(nanos(timeoutMillis), nanos(leftMillis));
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    @Test
    void halfwayDelay_isHalfTheTimeLeft() {
        assertThat(delay(Resend.halfway(), 500, 500)).isEqualTo(nanos(250));
        assertThat(delay(Resend.halfway(), 500, 300)).isEqualTo(nanos(150));
        assertThat(delay(Resend.halfway(), 1_999, 1_999)).isEqualTo(nanos(1_999) / 2);
    }

    @Test
    void halfway_leavesLongTimeoutsToTheKernel() {
        assertThat(delay(Resend.halfway(), 2_000, 2_000)).isEqualTo(Resend.NONE);
        assertThat(delay(Resend.halfway(), 2_000, 100)).isEqualTo(Resend.NONE);
        assertThat(Resend.halfway().delayNanos(Durations.FOREVER_NANOS, Durations.FOREVER_NANOS))
                .isEqualTo(Resend.NONE);
    }

    @Test
    void never_resendsNothing() {
        assertThat(delay(Resend.never(), 500, 500)).isEqualTo(Resend.NONE);
    }

    @Test
    void fixedDelay_appliesToEveryLongerTimeout() {
        Resend resend = Resend.after(Duration.ofMillis(100));

        assertThat(delay(resend, 500, 500)).isEqualTo(nanos(100));
        assertThat(delay(resend, 60_000, 101)).isEqualTo(nanos(100));
        assertThat(delay(resend, 500, 100)).isEqualTo(Resend.NONE);
        assertThat(delay(Resend.after(Duration.ofSeconds(Long.MAX_VALUE)), 60_000, 60_000))
                .isEqualTo(Resend.NONE);
    }

    @Test
    void resend_isOmittedWhenNoTimeIsLeft() {
        assertThat(delay(Resend.halfway(), 500, 0)).isEqualTo(Resend.NONE);
        assertThat(delay(Resend.halfway(), 500, -5)).isEqualTo(Resend.NONE);
        assertThat(delay(Resend.after(Duration.ofNanos(1)), 500, 0)).isEqualTo(Resend.NONE);
    }

    @Test
    void zeroOrNegativeDelay_throwsIllegalArgument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Resend.after(Duration.ZERO))
                .withMessage("delay: PT0S (expected > 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Resend.after(Duration.ofMillis(-1)))
                .withMessage("delay: PT-0.001S (expected > 0)");
    }

    @Test
    void toString_namesThePolicy() {
        assertThat(Resend.halfway()).hasToString("halfway");
        assertThat(Resend.never()).hasToString("never");
        assertThat(Resend.after(Duration.ofMillis(100))).hasToString("after PT0.1S");
    }
}
