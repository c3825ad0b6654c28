package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.internal.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimersTest {
    private static final long TICK = Timers.TICK_NANOS;

    /** How far the lowest wheel reaches. */
    static final long TURN = 2_048 * TICK;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final Timers timers = new Timers(clock::get);
    private final List<Note> fired = new ArrayList<>();

    /** A timer that leaves a note of when it fired. */
    private class Note extends Timers.Timer {
        private final List<Long> times = new ArrayList<>();

        @Override
        void due(long now) {
            times.add(now);
            fired.add(this);
        }
    }

    private Note in(long nanos) {
        Note note = new Note();
        assertThat(timers.schedule(note, clock.get() + nanos)).isTrue();
        return note;
    }

    private void pass(long nanos) {
        clock.addAndGet(nanos);
        timers.advance();
    }

    static List<Timers.Timer> closed(Timers timers) {
        List<Timers.Timer> left = new ArrayList<>();
        timers.close(left::add);
        return left;
    }

    @Test
    void timer_firesAtItsTimeAndNotBefore() {
        Note note = in(10 * TICK);

        pass(10 * TICK - 1);
        assertThat(fired).isEmpty();
        pass(TICK + 1);

        assertThat(fired).containsExactly(note);
        assertThat(note.times).containsExactly(clock.get());
        assertThat(timers.size()).isZero();
    }

    @Test
    void timeBetweenTwoTicks_isRoundedUp() {
        in(10 * TICK + 1);

        pass(10 * TICK);
        assertThat(fired).isEmpty();
        pass(TICK);

        assertThat(fired).hasSize(1);
    }

    @Test
    void timer_firesOnce() {
        in(TICK);
        pass(5 * TICK);
        pass(TURN);
        pass(TURN);

        assertThat(fired).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -1_000_000_000, Long.MIN_VALUE / 4})
    void timeInThePast_firesAtTheNextTick(long past) {
        in(past);

        pass(TICK);

        assertThat(fired).hasSize(1);
    }

    @Test
    void timerSeveralTurnsAway_doesNotFireEarly() {
        Note far = in(3 * TURN + 5 * TICK);
        Note near = in(5 * TICK);

        for (int turn = 0; turn < 3; turn++) {
            pass(6 * TICK);
            pass(TURN - 6 * TICK);
        }
        assertThat(fired).containsExactly(near);
        pass(6 * TICK);

        assertThat(fired).containsExactly(near, far);
    }

    @Test
    void jumpOfSeveralTurns_firesEveryTimer() {
        for (int i = 0; i < 5_000; i++) {
            in(i * TICK);
        }

        pass(10 * TURN);

        assertThat(fired).hasSize(5_000);
    }

    @Test
    void timerSetToForever_neverFires() {
        in(Durations.FOREVER_NANOS);

        for (int turn = 0; turn < 5; turn++) {
            pass(TURN);
        }

        assertThat(fired).isEmpty();
        assertThat(timers.size()).isEqualTo(1);
    }

    @Test
    void clockWraparound_doesNotDisturbTimers() {
        clock.set(Long.MAX_VALUE - TURN / 2);
        Timers wrapping = new Timers(clock::get);
        Note near = new Note();
        Note far = new Note();
        wrapping.schedule(near, clock.get() + TURN);
        wrapping.schedule(far, clock.get() + Durations.FOREVER_NANOS);

        clock.addAndGet(TURN - 1);
        wrapping.advance();
        assertThat(fired).isEmpty();
        clock.addAndGet(TICK + 1);
        wrapping.advance();

        assertThat(clock.get()).isNegative();
        assertThat(fired).containsExactly(near);
    }

    @Test
    void cancelledTimer_doesNotFire() {
        Note cancelled = in(TICK);
        Note kept = in(TICK);

        timers.cancel(cancelled);
        timers.cancel(cancelled);
        pass(3 * TICK);

        assertThat(fired).containsExactly(kept);
    }

    @Test
    void unscheduledTimer_canBeCancelled() {
        timers.cancel(new Note());

        assertThat(timers.size()).isZero();
    }

    @Test
    void rescheduledTimer_firesAtItsLastTime() {
        Note later = in(2 * TICK);
        Note earlier = in(50 * TICK);
        timers.schedule(later, clock.get() + 50 * TICK);
        timers.schedule(earlier, clock.get() + 2 * TICK);

        pass(3 * TICK);
        assertThat(fired).containsExactly(earlier);
        pass(50 * TICK);

        assertThat(fired).containsExactly(earlier, later);
    }

    @Test
    void timer_mayRescheduleItself() {
        Timers.Timer again = new Timers.Timer() {
            private int left = 3;

            @Override
            void due(long now) {
                fired.add(new Note());
                if (--left > 0) {
                    timers.schedule(this, now + TICK);
                }
            }
        };
        timers.schedule(again, clock.get());

        for (int i = 0; i < 10; i++) {
            pass(2 * TICK);
        }

        assertThat(fired).hasSize(3);
    }

    @Test
    void timerThatThrows_doesNotAffectOthers() {
        for (int i = 0; i < 2; i++) {
            timers.schedule(new Throwing(), clock.get() + TICK);
            in(TICK);
        }

        pass(3 * TICK);
        in(TICK);
        pass(3 * TICK);

        assertThat(fired).hasSize(3);
    }

    private static final class Throwing extends Timers.Timer {
        @Override
        void due(long now) {
            throw new Terse();
        }
    }

    /** It ends in the log, where the stack of a test is of no use. */
    private static final class Terse extends Error {
        private static final long serialVersionUID = 1;

        Terse() {
            super("thrown by a test", null, false, false);
        }
    }

    @Test
    void timerCancelledByAnEarlierOne_doesNotFire() {
        Note cancelled = new Note();
        Note moved = new Note();
        timers.schedule(
                new Timers.Timer() {
                    @Override
                    void due(long now) {
                        timers.cancel(cancelled);
                        timers.schedule(moved, now + 10 * TICK);
                    }
                },
                clock.get() + TICK);
        timers.schedule(cancelled, clock.get() + 2 * TICK);
        timers.schedule(moved, clock.get() + 2 * TICK);
        Note last = in(3 * TICK);

        pass(4 * TICK);
        assertThat(fired).containsExactly(last);
        pass(10 * TICK);

        assertThat(fired).containsExactly(last, moved);
    }

    @Test
    void timerDueWhenTheWheelCloses_isReturned() {
        List<Timers.Timer> left = new ArrayList<>();
        timers.schedule(
                new Timers.Timer() {
                    @Override
                    void due(long now) {
                        timers.close(left::add);
                    }
                },
                clock.get() + TICK);
        Note due = in(2 * TICK);
        Note later = in(100 * TICK);

        pass(3 * TICK);

        assertThat(left).containsExactlyInAnyOrder(due, later);
        assertThat(fired).isEmpty();
    }

    @Nested
    class Close {
        @Test
        void close_returnsExactlyTheWaitingTimers() {
            Note due = in(TICK);
            pass(3 * TICK);
            Note near = in(TICK);
            Note far = in(10 * TURN);
            Note never = in(Durations.FOREVER_NANOS);
            timers.cancel(in(TICK));

            assertThat(closed(timers))
                    .containsExactlyInAnyOrder(near, far, never)
                    .doesNotContain(due);
            assertThat(timers.size()).isZero();
        }

        @Test
        void closedTimers_fireNothingAndAcceptNothing() {
            Note waiting = in(TICK);
            closed(timers);

            assertThat(timers.schedule(waiting, clock.get())).isFalse();
            assertThat(timers.schedule(new Note(), clock.get())).isFalse();
            pass(TURN);

            assertThat(fired).isEmpty();
            assertThat(closed(timers)).isEmpty();
            assertThat(timers.nanosToNext()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Nested
    class Sleep {
        private int woken;

        Sleep() {
            timers.onEarlierTimer(() -> woken++);
        }

        @Test
        void sleepWithoutATimer_isUnbounded() {
            assertThat(timers.nanosToNext()).isEqualTo(Long.MAX_VALUE);
        }

        @Test
        void sleep_endsWithTheNextTimer() {
            in(20 * TICK);
            in(10 * TICK);
            in(30 * TICK);

            assertThat(timers.nanosToNext()).isBetween(10 * TICK, 11 * TICK);
        }

        @Test
        void sleep_isCutShortOnlyByAnEarlierTimer() {
            in(20 * TICK);
            timers.nanosToNext();
            woken = 0;

            in(30 * TICK);
            in(21 * TICK);
            assertThat(woken).isZero();
            in(10 * TICK);
            assertThat(woken).isEqualTo(1);
            in(15 * TICK);
            assertThat(woken).isEqualTo(1);
            in(5 * TICK);
            assertThat(woken).isEqualTo(2);
        }

        @Test
        void sleep_isCutShortByTheFirstTimer() {
            timers.nanosToNext();

            in(Durations.FOREVER_NANOS);

            assertThat(woken).isEqualTo(1);
        }

        @Test
        void sleep_isNotNegativeWhenTheThreadIsLate() {
            in(10 * TICK);
            clock.addAndGet(20 * TICK);

            assertThat(timers.nanosToNext()).isZero();
        }
    }
}
