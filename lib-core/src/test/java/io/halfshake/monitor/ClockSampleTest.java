package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.time.MonitorTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class ClockSampleTest {
    private static final long ORIGIN = 77;

    /** Time passes only while the clock on the wall is read: each time so much. */
    private static final class SlowClock implements MonitorTime {
        private final Deque<Long> delays;
        private long nanos = ORIGIN;

        SlowClock(List<Long> delays) {
            this.delays = new ArrayDeque<>(delays);
        }

        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public Instant wallTime() {
            long delay = delays.remove();
            nanos += delay / 2;
            Instant wall = Instant.EPOCH.plusNanos(nanos - ORIGIN);
            nanos += delay - delay / 2;
            return wall;
        }

        @Override
        public Drive drive(LongSupplier turn) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void clockSample_isTheMidpointOfItsReadings() {
        ClockSample anchor = ClockSample.read(new SlowClock(List.of(10_000L)), ORIGIN);
        assertThat(anchor.instant(0)).isEqualTo(Instant.EPOCH);
        assertThat(anchor.nanos()).isEqualTo(5_000);
    }

    @Test
    void slowReading_isRepeated() {
        ClockSample anchor = ClockSample.read(new SlowClock(List.of(6_000_000L, 90_000L, 3_000_000L)), ORIGIN);
        assertThat(anchor.instant(0)).isEqualTo(Instant.EPOCH);
        assertThat(anchor.nanos()).isEqualTo(6_045_000);
    }

    @Test
    void quickReading_isNotRepeated() {
        SlowClock clock = new SlowClock(List.of(1_000L, 1_000L));
        assertThat(ClockSample.read(clock, ORIGIN).nanos()).isEqualTo(500);
        assertThat(clock.delays).hasSize(1);
    }
}
