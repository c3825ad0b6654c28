package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whether the limit of packets is what has kept packets until a deadline. */
class SendLimitTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long TICK = ResendWheel.TICK_NANOS;

    /** Overflows within a second. */
    private static final long START = Long.MAX_VALUE - SECOND / 2;

    private final SendLimit limit = new SendLimit(1, START);

    @Test
    void limitThatHasKeptNothing_hasHeldUntilNoDeadline() {
        assertThat(limit.untilFree(START)).isZero();
        limit.take(START);

        assertThat(limit.hasHeldUntil(START + 2 * TICK + 1)).isFalse();
    }

    @Test
    void packetThatHasToWait_isHeldUntilItsTurn() {
        limit.take(START);
        assertThat(limit.untilFree(START)).isEqualTo(SECOND);

        assertThat(limit.hasHeldUntil(START + SECOND / 2)).isTrue();
        assertThat(limit.hasHeldUntil(START + SECOND + 2 * TICK)).isTrue();
        assertThat(limit.hasHeldUntil(START + SECOND + 2 * TICK + 1)).isFalse();
    }

    @Test
    void fullBuffer_isNotTheLimit() {
        limit.take(START);
        limit.bufferFull();
        assertThat(limit.untilFree(START)).isEqualTo(SECOND);
        assertThat(limit.hasHeldUntil(START + SECOND)).isFalse();

        limit.sent();
        assertThat(limit.hasHeldUntil(START + SECOND)).isTrue();
    }
}
