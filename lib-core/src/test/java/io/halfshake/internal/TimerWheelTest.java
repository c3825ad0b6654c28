package io.halfshake.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long TICK = 1_000_000;
    private static final long QUARTER = TimeUnit.MILLISECONDS.toNanos(250);

    private final TimerWheel wheel = new TimerWheel(0, TICK);

    private static final class Alarm extends TimerWheel.Timer {}

    private List<TimerWheel.Timer> due(long now) {
        List<TimerWheel.Timer> due = new ArrayList<>();
        wheel.takeDue(now);
        for (TimerWheel.Timer next = wheel.nextTaken(); next != null; next = wheel.nextTaken()) {
            due.add(next);
        }
        return due;
    }

    private Alarm at(long due) {
        Alarm alarm = new Alarm();
        assertThat(wheel.schedule(alarm, due)).isTrue();
        return alarm;
    }

    @Test
    void timerDueNow_isTakenAtOnce() {
        Alarm alarm = at(0);

        assertThat(due(0)).containsExactly(alarm);
        assertThat(wheel.size()).isZero();
    }

    @Test
    void timers_areNeverEarlyNorLateByMoreThanATick() {
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
            List<TimerWheel.Timer> due = due(now);
            for (TimerWheel.Timer timer : due) {
                assertThat(timer.dueNanos()).isBetween(earliest, now);
            }
            assertThat(waiting.removeAll(due)).isTrue();
        }
        assertThat(wheel.size()).isZero();
    }

    @Test
    void longStall_takesAllTimersInOrder() {
        for (int i = 2_000; i > 0; i--) {
            Alarm unused = at(i * TICK);
        }
        List<TimerWheel.Timer> due = due(TimeUnit.HOURS.toNanos(3));

        assertThat(due).hasSize(2_000);
        assertThat(due).extracting(TimerWheel.Timer::dueNanos).isSorted();
    }

    @Test
    void rescheduledOrCancelledTimer_isNotTakenTwice() {
        Alarm moved = at(5 * TICK);
        Alarm cancelled = at(6 * TICK);
        wheel.schedule(moved, TimeUnit.SECONDS.toNanos(40));
        wheel.cancel(cancelled);
        wheel.cancel(cancelled);

        assertThat(wheel.size()).isEqualTo(1);
        assertThat(due(TimeUnit.SECONDS.toNanos(39))).isEmpty();
        assertThat(due(TimeUnit.SECONDS.toNanos(40))).containsExactly(moved);
    }

    /** From either end of what was taken out, and from the middle. */
    @Test
    void takenTimer_canBeCancelledUntilItIsReturned() {
        List<Alarm> alarms = IntStream.range(0, 6).mapToObj(i -> at(i * TICK)).toList();
        wheel.takeDue(10 * TICK);
        wheel.cancel(alarms.get(0));
        wheel.cancel(alarms.get(3));
        wheel.schedule(alarms.get(5), 20 * TICK);
        Alarm late = at(11 * TICK);

        assertThat(due(11 * TICK)).containsExactly(alarms.get(1), alarms.get(2), alarms.get(4), late);
        assertThat(due(20 * TICK)).containsExactly(alarms.get(5));
        assertThat(wheel.size()).isZero();
    }

    @Test
    void nanosToNext_endsAtTheNextTimerOrTheLimit() {
        List<TimerWheel.Timer> unused = due(0);
        assertThat(wheel.nanosToNext(0, QUARTER)).isEqualTo(QUARTER);
        Alarm unusedToo = at(10 * TICK);

        assertThat(wheel.nanosToNext(0, QUARTER)).isEqualTo(10 * TICK);
    }

    @Test
    void onEarlierTimer_isCalledOnlyForAnEarlierTimer() {
        AtomicInteger woken = new AtomicInteger();
        wheel.onEarlierTimer(woken::incrementAndGet);
        List<TimerWheel.Timer> unused = due(0);
        long unusedNanos = wheel.nanosToNext(0, QUARTER);
        Alarm later = at(QUARTER + 1);
        assertThat(woken).hasValue(0);
        wheel.schedule(later, 3 * TICK);
        assertThat(woken).hasValue(1);
        Alarm unusedToo = at(3 * TICK);

        assertThat(woken).hasValue(1);
    }

    @Test
    void closedWheel_acceptsNoTimer() {
        Alarm waiting = at(TICK);
        wheel.close();

        assertThat(wheel.schedule(waiting, TICK)).isFalse();
        assertThat(wheel.nextTaken()).isSameAs(waiting);
        assertThat(wheel.size()).isZero();
        assertThat(due(TimeUnit.DAYS.toNanos(1))).isEmpty();
    }
}
