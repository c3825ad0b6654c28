package io.halfshake.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.testing.ManualTime;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScheduleLivenessTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTime time = ManualTime.startingAt(Long.MAX_VALUE - 500_000_000);
    private final Stats stats = new Stats();
    private final ScheduleLiveness liveness = new ScheduleLiveness(stats::get, time);

    private @Nullable String obstacleAfter(Duration passed) {
        time.advance(passed);
        return liveness.obstacle();
    }

    @Test
    void scheduleThatIsNeverLate_goesOn() {
        assertThat(obstacleAfter(Duration.ZERO)).isNull();
        assertThat(obstacleAfter(Duration.ofHours(1))).isNull();
        assertThat(obstacleAfter(SECOND)).isNull();
    }

    @Test
    void scheduleThatIsStalledAllTheTime_doesNotGoOn() {
        stats.beginStall(SECOND);
        assertThat(obstacleAfter(SECOND)).as("it may be over").isNull();
        stats.goOnStalling(SECOND);
        assertThat(obstacleAfter(SECOND)).isEqualTo("the schedule of checks is stalled");
        stats.goOnStalling(SECOND);
        assertThat(obstacleAfter(SECOND)).isNotNull();
        assertThat(obstacleAfter(SECOND)).isNull();
    }

    @Test
    void stallThatEndsBetweenTwoReadings_isNoObstacle() {
        stats.beginStall(SECOND);
        assertThat(obstacleAfter(SECOND)).isNull();
        stats.goOnStalling(Duration.ofMillis(999));
        assertThat(obstacleAfter(SECOND)).isNull();
    }

    /** By its counter it is stalled all the time. */
    @Test
    void scheduleThatIsLateInEachTurn_goesOn() {
        for (int second = 0; second < 100; second++) {
            stats.beginStall(SECOND);
            assertThat(obstacleAfter(SECOND)).isNull();
        }
    }

    /** The clock of the schedule counts the sleep, and that of the watchdog does not. */
    @Test
    void machineThatSlept_isNoObstacle() {
        stats.beginStall(Duration.ofHours(8));
        assertThat(obstacleAfter(SECOND)).isNull();
        assertThat(obstacleAfter(SECOND)).isNull();
    }

    /** With the counters of a real monitor, each second before, in and after a pause of its thread. */
    @Test
    void pausedMonitor_doesNotGoOnUntilThePauseEnds() {
        try (TestMonitor test = TestMonitor.create(monitor -> monitor.interval(SECOND))) {
            test.watch("db:5432").up(Duration.ofMillis(2));
            test.advance(SECOND);
            ManualTime clock = test.checker().time();
            ScheduleLiveness real = new ScheduleLiveness(test.monitor()::stats, clock);
            List<Boolean> works = new ArrayList<>();
            for (int second = 1; second <= 9; second++) {
                clock.schedule(Duration.ofSeconds(second), () -> works.add(real.obstacle() == null));
            }

            test.advance(Duration.ofMillis(2_100));
            test.stall(SECOND.multipliedBy(4));
            test.advance(SECOND.multipliedBy(4));

            // The pause begins at 2.1 s and ends at 6.1 s: at 3 s it may be over.
            assertThat(works).containsExactly(true, true, true, false, false, false, true, true, true);
        }
    }

    @Test
    void monitorWithoutTargets_goesOn() {
        try (TestMonitor test = TestMonitor.create()) {
            ScheduleLiveness real =
                    new ScheduleLiveness(test.monitor()::stats, test.checker().time());
            for (int second = 0; second < 10; second++) {
                test.advance(SECOND);
                assertThat(real.obstacle()).isNull();
            }
            test.stall(SECOND.multipliedBy(10));
            assertThat(real.obstacle()).isNull();
        }
    }
}
