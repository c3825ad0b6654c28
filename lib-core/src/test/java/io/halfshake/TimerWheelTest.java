package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.internal.Durations;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimerWheelTest {
    private static final long TICK = TimerWheel.TICK_NANOS;

    /** How far the wheel reaches before it comes to the same bucket again. */
    private static final long TURN = 2_048 * TICK;

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final TimerWheel wheel = new TimerWheel(clock::get);
    private final List<Note> fired = new ArrayList<>();

    /** A timer that leaves a note of when it fired. */
    private class Note extends TimerWheel.Timer {
        private final List<Long> times = new ArrayList<>();

        @Override
        void due(long now) {
            times.add(now);
            fired.add(this);
        }
    }

    private Note in(long nanos) {
        Note note = new Note();
        assertThat(wheel.schedule(note, clock.get() + nanos)).isTrue();
        return note;
    }

    private void pass(long nanos) {
        clock.addAndGet(nanos);
        wheel.advance();
    }

    @Test
    void aTimerFiresAtItsTimeAndNotBefore() {
        Note note = in(10 * TICK);

        pass(10 * TICK - 1);
        assertThat(fired).isEmpty();
        pass(TICK + 1);

        assertThat(fired).containsExactly(note);
        assertThat(note.times).containsExactly(clock.get());
        assertThat(wheel.size()).isZero();
    }

    @Test
    void aTimeBetweenTwoTicksIsRoundedUp() {
        in(10 * TICK + 1);

        pass(10 * TICK);
        assertThat(fired).isEmpty();
        pass(TICK);

        assertThat(fired).hasSize(1);
    }

    @Test
    void aTimerFiresOnce() {
        in(TICK);
        pass(5 * TICK);
        pass(TURN);
        pass(TURN);

        assertThat(fired).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, -1_000_000_000, Long.MIN_VALUE / 4})
    void aTimeInThePastIsTheNextTick(long past) {
        in(past);

        pass(TICK);

        assertThat(fired).hasSize(1);
    }

    @Test
    void aTimeSeveralTurnsAwayIsNotMistakenForANearOne() {
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
    void aJumpOfSeveralTurnsLeavesNothingBehind() {
        for (int i = 0; i < 5_000; i++) {
            in(i * TICK);
        }

        pass(10 * TURN);

        assertThat(fired).hasSize(5_000);
    }

    @Test
    void forEverNeverFires() {
        in(Durations.FOREVER_NANOS);

        for (int turn = 0; turn < 5; turn++) {
            pass(TURN);
        }

        assertThat(fired).isEmpty();
        assertThat(wheel.size()).isEqualTo(1);
    }

    @Test
    void theClockMayWrapAround() {
        clock.set(Long.MAX_VALUE - TURN / 2);
        TimerWheel wrapping = new TimerWheel(clock::get);
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
    void aCancelledTimerDoesNotFire() {
        Note cancelled = in(TICK);
        Note kept = in(TICK);

        wheel.cancel(cancelled);
        wheel.cancel(cancelled);
        pass(3 * TICK);

        assertThat(fired).containsExactly(kept);
    }

    @Test
    void aTimerThatWasNeverScheduledCanBeCancelled() {
        wheel.cancel(new Note());

        assertThat(wheel.size()).isZero();
    }

    @Test
    void theLastTimeSetCounts() {
        Note later = in(2 * TICK);
        Note earlier = in(50 * TICK);
        wheel.schedule(later, clock.get() + 50 * TICK);
        wheel.schedule(earlier, clock.get() + 2 * TICK);

        pass(3 * TICK);
        assertThat(fired).containsExactly(earlier);
        pass(50 * TICK);

        assertThat(fired).containsExactly(earlier, later);
    }

    @Test
    void aTimerMaySetItselfAgain() {
        TimerWheel.Timer again = new TimerWheel.Timer() {
            private int left = 3;

            @Override
            void due(long now) {
                fired.add(new Note());
                if (--left > 0) {
                    wheel.schedule(this, now + TICK);
                }
            }
        };
        wheel.schedule(again, clock.get());

        for (int i = 0; i < 10; i++) {
            pass(2 * TICK);
        }

        assertThat(fired).hasSize(3);
    }

    @Test
    void aTimerThatThrowsTakesNoOtherWithIt() {
        for (int i = 0; i < 2; i++) {
            wheel.schedule(new Throwing(), clock.get() + TICK);
            in(TICK);
        }

        pass(3 * TICK);
        in(TICK);
        pass(3 * TICK);

        assertThat(fired).hasSize(3);
    }

    private static final class Throwing extends TimerWheel.Timer {
        @Override
        void due(long now) {
            throw new Terse();
        }
    }

    /** It ends in the log, where nobody needs the stack of a test. */
    private static final class Terse extends Error {
        private static final long serialVersionUID = 1;

        Terse() {
            super("thrown by a test", null, false, false);
        }
    }

    @Nested
    class Close {
        @Test
        void givesBackExactlyWhatWaits() {
            Note due = in(TICK);
            pass(3 * TICK);
            Note near = in(TICK);
            Note far = in(10 * TURN);
            Note never = in(Durations.FOREVER_NANOS);
            wheel.cancel(in(TICK));

            assertThat(wheel.close())
                    .containsExactlyInAnyOrder(near, far, never)
                    .doesNotContain(due);
            assertThat(wheel.size()).isZero();
        }

        @Test
        void firesNothingAndTakesNothingAfterwards() {
            Note waiting = in(TICK);
            wheel.close();

            assertThat(wheel.schedule(waiting, clock.get())).isFalse();
            assertThat(wheel.schedule(new Note(), clock.get())).isFalse();
            pass(TURN);

            assertThat(fired).isEmpty();
            assertThat(wheel.close()).isEmpty();
            assertThat(wheel.nanosToNext()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Nested
    class Sleep {
        private int woken;

        Sleep() {
            wheel.onEarlierTimer(() -> woken++);
        }

        @Test
        void isForEverWithoutATimer() {
            assertThat(wheel.nanosToNext()).isEqualTo(Long.MAX_VALUE);
        }

        @Test
        void endsWithTheNextTimer() {
            in(20 * TICK);
            in(10 * TICK);
            in(30 * TICK);

            assertThat(wheel.nanosToNext()).isBetween(10 * TICK, 11 * TICK);
        }

        @Test
        void isCutShortByAnEarlierTimerOnly() {
            in(20 * TICK);
            wheel.nanosToNext();
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
        void isCutShortByTheFirstTimerOfAll() {
            wheel.nanosToNext();

            in(Durations.FOREVER_NANOS);

            assertThat(woken).isEqualTo(1);
        }

        @Test
        void isNotNegativeWhenTheThreadIsLate() {
            in(10 * TICK);
            clock.addAndGet(20 * TICK);

            assertThat(wheel.nanosToNext()).isZero();
        }
    }

    static List<Long> seeds() {
        return new Random(20_260_101).longs(60).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void agreesWithASortedReference(long seed) {
        new Simulation(seed, false).run();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aThreadThatSleepsAsToldIsNeverLate(long seed) {
        new Simulation(seed, true).run();
    }

    /**
     * Timers set, set again and cancelled at random beside a plain map of what they should do. A thread that sleeps
     * looks after the wheel only when its sleep is over or was cut short; one that does not, at random.
     */
    private static final class Simulation {
        private record Expected(long due, long setAt) {}

        private final Random random;
        private final boolean sleeps;
        private final AtomicLong clock;
        private final TimerWheel wheel;
        private final Map<Numbered, Expected> expected = new HashMap<>();
        private final List<Numbered> timers = new ArrayList<>();

        /** What the timers saw: the wheel would catch anything that they threw. */
        private final List<String> wrong = new ArrayList<>();

        private long sleepEnds;
        private boolean sleepsForEver;
        private long scheduling;
        private boolean woken;

        private final class Numbered extends TimerWheel.Timer {
            @Override
            void due(long now) {
                Expected mine = expected.remove(this);
                if (mine == null) {
                    wrong.add("fired, but does not wait");
                } else if (now - mine.due() < 0) {
                    wrong.add("early by " + (mine.due() - now) + " ns");
                }
                if (random.nextInt(4) == 0) {
                    schedule(this);
                }
            }
        }

        Simulation(long seed, boolean sleeps) {
            this.random = new Random(seed);
            this.sleeps = sleeps;
            this.clock = new AtomicLong(random.nextLong());
            this.wheel = new TimerWheel(clock::get);
            for (int i = 0; i < 100; i++) {
                timers.add(new Numbered());
            }
            wheel.onEarlierTimer(this::wake);
            sleep();
        }

        void run() {
            for (int step = 0; step < 3_000; step++) {
                Numbered timer = timers.get(random.nextInt(timers.size()));
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> schedule(timer);
                    case 4 -> cancel(timer);
                    default -> pass();
                }
                assertThat(wrong).isEmpty();
                assertThat(wheel.size()).isEqualTo(expected.size());
            }
            assertThat(wheel.close()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        }

        private void schedule(Numbered timer) {
            long now = clock.get();
            scheduling = now + delay();
            expected.put(timer, new Expected(scheduling, now));
            assertThat(wheel.schedule(timer, scheduling)).isTrue();
        }

        private long delay() {
            return switch (random.nextInt(8)) {
                case 0 -> -random.nextInt(1_000_000_000);
                case 1 -> 0;
                case 2 -> random.nextInt((int) TICK);
                case 3 -> TICK * random.nextInt(10);
                case 4 -> Durations.FOREVER_NANOS;
                case 5 -> TURN * (1 + random.nextInt(3)) + random.nextInt((int) TICK);
                default -> random.nextInt(500_000_000);
            };
        }

        private void cancel(Numbered timer) {
            expected.remove(timer);
            wheel.cancel(timer);
        }

        private void pass() {
            long step = random.nextInt(50) == 0 ? random.nextLong(4 * TURN) : random.nextLong(4 * TICK);
            if (sleeps) {
                passAsleep(step);
            } else {
                clock.addAndGet(step);
                wheel.advance();
                assertNoneIsLate();
            }
        }

        private void passAsleep(long step) {
            long end = clock.get() + step;
            while (woken || (!sleepsForEver && sleepEnds - end <= 0)) {
                if (!woken && sleepEnds - clock.get() > 0) {
                    clock.set(sleepEnds);
                }
                wheel.advance();
                sleep();
                assertNoneIsLate();
            }
            clock.set(end);
            assertNoneIsLate();
        }

        private void sleep() {
            woken = false;
            long nanos = wheel.nanosToNext();
            assertThat(nanos).isNotNegative();
            sleepsForEver = nanos == Long.MAX_VALUE;
            sleepEnds = clock.get() + nanos;
        }

        private void wake() {
            if (sleeps && !sleepsForEver) {
                assertThat(scheduling - sleepEnds).as("a needless wake-up").isNegative();
            }
            woken = true;
        }

        /** A time in the past counts from when it was set. */
        private void assertNoneIsLate() {
            for (Expected waiting : expected.values()) {
                long from = waiting.due() - waiting.setAt() > 0 ? waiting.due() : waiting.setAt();
                assertThat(clock.get() - from).as("late by").isLessThanOrEqualTo(TICK);
            }
        }
    }

    @Test
    void manyThreadsLoseNoTimerAndFireNoneTwice() throws InterruptedException {
        int threads = 4;
        int each = 5_000;
        AtomicInteger count = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Random random = new Random(t);
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    TimerWheel.Timer kept = new Counting(count);
                    TimerWheel.Timer moved = new Counting(count);
                    TimerWheel.Timer cancelled = new Counting(new AtomicInteger());
                    wheel.schedule(kept, wheel.now() + random.nextInt(20_000_000));
                    wheel.schedule(moved, wheel.now() + Durations.FOREVER_NANOS);
                    wheel.schedule(cancelled, wheel.now() + random.nextInt(20_000_000));
                    wheel.schedule(moved, wheel.now() + random.nextInt(20_000_000));
                    wheel.cancel(cancelled);
                }
                done.countDown();
            });
            thread.start();
            running.add(thread);
        }
        while (done.getCount() > 0) {
            pass(TICK);
        }
        for (Thread thread : running) {
            thread.join();
        }
        pass(20_000_000);
        pass(TICK);

        assertThat(count).hasValue(2 * threads * each);
        assertThat(wheel.size()).isZero();
    }

    private static final class Counting extends TimerWheel.Timer {
        private final AtomicInteger count;

        Counting(AtomicInteger count) {
            this.count = count;
        }

        @Override
        void due(long now) {
            count.incrementAndGet();
        }
    }
}
