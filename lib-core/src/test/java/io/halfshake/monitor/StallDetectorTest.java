package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StallDetectorTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final StallDetector stalls = new StallDetector();

    @Test
    void threadBackInTime_isNoStall() {
        assertThat(stalls.alive(0)).isZero();
        stalls.sleeps(SECOND);

        assertThat(stalls.since(0, SECOND)).isFalse();
        assertThat(stalls.alive(SECOND + StallDetector.LATE_NANOS)).isZero();
        assertThat(stalls.count(SECOND)).isZero();
    }

    @Test
    void lateThread_hasStalledSinceItWasLastSeen() {
        stalls.sleeps(SECOND);
        long unused = stalls.alive(SECOND);
        stalls.sleeps(SECOND / 4);

        assertThat(stalls.alive(6 * SECOND)).isEqualTo(5 * SECOND);
        assertThat(stalls.count(6 * SECOND)).isEqualTo(1);
        assertThat(stalls.totalNanos(6 * SECOND)).isEqualTo(5 * SECOND);
        assertThat(stalls.copy(6 * SECOND).from(0)).isEqualTo(SECOND);
        assertThat(stalls.copy(6 * SECOND).to(0)).isEqualTo(6 * SECOND);
    }

    @Test
    void since_reportsAStallBeforeTheThreadReturns() {
        long unused = stalls.alive(SECOND);
        stalls.sleeps(SECOND / 4);

        assertThat(stalls.since(SECOND / 2, 6 * SECOND)).isTrue();
    }

    @Test
    void since_ignoresAStallThatEndedBefore() {
        long unused = stalls.alive(5 * SECOND);

        assertThat(stalls.since(4 * SECOND, 5 * SECOND)).isTrue();
        assertThat(stalls.since(5 * SECOND, 5 * SECOND)).isFalse();
    }

    @Test
    void stalls_areAllCountedButOnlyTheLatestKept() {
        for (long i = 1; i <= 2_000; i++) {
            long unused = stalls.alive(i * SECOND);
        }

        assertThat(stalls.count(2_000 * SECOND)).isEqualTo(2_000);
        assertThat(stalls.copy(2_000 * SECOND).count()).isEqualTo(1_000);
        assertThat(stalls.copy(2_000 * SECOND).from(0)).isEqualTo(1_000 * SECOND);
    }

    @Test
    void ongoingStall_isReportedBeforeItEnds() {
        stalls.sleeps(SECOND);
        long unused = stalls.alive(SECOND);
        stalls.sleeps(SECOND / 4);

        assertThat(stalls.count(6 * SECOND)).isEqualTo(1);
        assertThat(stalls.totalNanos(6 * SECOND)).isEqualTo(5 * SECOND);
        assertThat(stalls.copy(6 * SECOND).from(0)).isEqualTo(SECOND);
        assertThat(stalls.copy(6 * SECOND).to(0)).isEqualTo(6 * SECOND);
        assertThat(stalls.copy(SECOND + SECOND / 2).count()).isZero();
    }
}
