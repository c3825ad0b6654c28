package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimiterTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Not zero, and on the other side of the clock's overflow soon. */
    private static final long START = Long.MAX_VALUE - SECOND / 2;

    @Test
    void takeWithoutALimit_neverWaits() {
        RateLimiter pace = new RateLimiter(RateLimiter.UNLIMITED, START);
        for (int i = 0; i < 1_000; i++) {
            assertThat(pace.take(START)).isZero();
        }
        assertThat(pace.isIdle(START)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 1_000, 20_000, 1_000_000, RateLimiter.MAX_PACKETS_PER_SECOND})
    void take_allowsTheRateAndAShortBurst(int packetsPerSecond) {
        RateLimiter pace = new RateLimiter(packetsPerSecond, START);
        long now = START;
        long taken = 0;
        int attempts = 0;
        while (now - START < SECOND && attempts++ < 300_000) {
            long wait = pace.take(now);
            if (wait == 0) {
                taken++;
            } else {
                assertThat(wait).isPositive();
                now += wait;
            }
        }
        double seconds = (double) (now - START) / SECOND;
        long burst = packetsPerSecond / 100 + 1L;
        assertThat(taken).isLessThanOrEqualTo((long) Math.ceil(packetsPerSecond * seconds) + burst);
        // It takes as many as it may, too.
        assertThat(taken).isGreaterThanOrEqualTo((long) (0.99 * packetsPerSecond * seconds));
    }

    @Test
    void take_succeedsAfterTheWaitThatItReturned() {
        RateLimiter pace = new RateLimiter(10, START);
        assertThat(pace.take(START)).isZero();
        long wait = pace.take(START);
        assertThat(wait).isEqualTo(SECOND / 10);
        assertThat(pace.take(START + wait - 1)).isEqualTo(1);
        assertThat(pace.take(START + wait)).isZero();
    }

    @Test
    void idleTime_isNotSavedForALaterBurst() {
        RateLimiter pace = new RateLimiter(10, START);
        long later = START + 60 * SECOND;
        assertThat(pace.take(later)).isZero();
        assertThat(pace.take(later)).isEqualTo(SECOND / 10);
    }

    @Test
    void isIdle_trueOnceWhatWasTakenIsPaidFor() {
        RateLimiter pace = new RateLimiter(10, START);
        assertThat(pace.isIdle(START)).isTrue();
        assertThat(pace.take(START)).isZero();
        assertThat(pace.isIdle(START + SECOND / 10 - 1)).isFalse();
        assertThat(pace.isIdle(START + SECOND / 10)).isTrue();
    }
}
