package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WheelTest {
    private static final long TICK = Wheel.TICK_NANOS;
    private static final long QUARTER = TimeUnit.MILLISECONDS.toNanos(250);

    private final Wheel wheel = new Wheel();

    private static final class Alarm extends Wheel.Timer {}

    private List<Wheel.Timer> due(long now) {
        List<Wheel.Timer> due = new ArrayList<>();
        wheel.takeDue(now, due);
        return due;
    }

    private Alarm at(long due) {
        Alarm alarm = new Alarm();
        assertThat(wheel.schedule(alarm, due)).isTrue();
        return alarm;
    }

    @Test
    void whatIsDueAtOnceIsNotLate() {
        Alarm alarm = at(0);

        assertThat(due(0)).containsExactly(alarm);
        assertThat(wheel.size()).isZero();
    }

    @Test
    void nothingIsEarlyAndNothingLateByMoreThanATick() {
        Random random = new Random(6);
        Set<Alarm> waiting = new HashSet<>();
        long now = 0;
        for (int i = 0; i < 3_000; i++) {
            // From a millisecond to more than the last level holds.
            waiting.add(at(now + (long) (TICK * Math.pow(10, random.nextDouble() * 9.5))));
        }
        while (!waiting.isEmpty()) {
            long earliest = waiting.stream().mapToLong(Alarm::dueNanos).min().orElseThrow();
            assertThat(due(earliest - 1)).isEmpty();
            now = earliest + TICK - 1;
            List<Wheel.Timer> due = due(now);
            for (Wheel.Timer timer : due) {
                assertThat(timer.dueNanos()).isBetween(earliest, now);
            }
            assertThat(waiting.removeAll(due)).isTrue();
        }
        assertThat(wheel.size()).isZero();
    }

    @Test
    void aStallTakesEverythingOutInOrder() {
        for (int i = 2_000; i > 0; i--) {
            Alarm unused = at(i * TICK);
        }
        List<Wheel.Timer> due = due(TimeUnit.HOURS.toNanos(3));

        assertThat(due).hasSize(2_000);
        assertThat(due).extracting(Wheel.Timer::dueNanos).isSorted();
    }

    @Test
    void whatIsScheduledAnewOrCancelledIsNotThereTwice() {
        Alarm moved = at(5 * TICK);
        Alarm cancelled = at(6 * TICK);
        wheel.schedule(moved, TimeUnit.SECONDS.toNanos(40));
        wheel.cancel(cancelled);
        wheel.cancel(cancelled);

        assertThat(wheel.size()).isEqualTo(1);
        assertThat(due(TimeUnit.SECONDS.toNanos(39))).isEmpty();
        assertThat(due(TimeUnit.SECONDS.toNanos(40))).containsExactly(moved);
    }

    @Test
    void sleepsUntilTheNextAndNeverLongerThanItMay() {
        List<Wheel.Timer> unused = due(0);
        assertThat(wheel.nanosToNext(0, QUARTER)).isEqualTo(QUARTER);
        Alarm unusedToo = at(10 * TICK);

        assertThat(wheel.nanosToNext(0, QUARTER)).isEqualTo(10 * TICK);
    }

    @Test
    void wakesForWhatIsDueEarlierAndForNothingElse() {
        AtomicInteger woken = new AtomicInteger();
        wheel.onEarlierTimer(woken::incrementAndGet);
        List<Wheel.Timer> unused = due(0);
        long unusedNanos = wheel.nanosToNext(0, QUARTER);
        Alarm later = at(QUARTER + 1);
        assertThat(woken).hasValue(0);
        wheel.schedule(later, 3 * TICK);
        assertThat(woken).hasValue(1);
        Alarm unusedToo = at(3 * TICK);

        assertThat(woken).hasValue(1);
    }

    @Test
    void onceClosedItTakesNothing() {
        Alarm waiting = at(TICK);
        wheel.close();

        assertThat(wheel.schedule(waiting, TICK)).isFalse();
        assertThat(wheel.size()).isZero();
        assertThat(due(TimeUnit.DAYS.toNanos(1))).isEmpty();
    }
}
