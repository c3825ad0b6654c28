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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A timer timers under random use, and under use by many threads. */
class TimersSimulationTest {
    private static final long TICK = Timers.TICK_NANOS;
    private static final long TURN = TimersTest.TURN;

    static List<Long> seeds() {
        return new Random(20_260_101).longs(60).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void randomTimers_agreeWithAReferenceMap(long seed) {
        new Simulation(seed, false).run();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void threadThatSleepsUntilTheNextTimer_isNeverLate(long seed) {
        new Simulation(seed, true).run();
    }

    /**
     * Timers set, set again and cancelled at random beside a plain map of what they should do. A thread that sleeps
     * looks after the timers only when its sleep is over or was cut short; one that does not, at random.
     */
    private static final class Simulation {
        private record Expected(long due, long setAt) {}

        private final Random random;
        private final boolean sleeps;
        private final AtomicLong clock;
        private final Timers timers;
        private final Map<Numbered, Expected> expected = new HashMap<>();
        private final List<Numbered> all = new ArrayList<>();

        /** What the timers saw: anything that they threw would only be logged. */
        private final List<String> wrong = new ArrayList<>();

        private long sleepEnds;
        private boolean sleepsForEver;
        private long scheduling;
        private boolean woken;

        private final class Numbered extends Timers.Timer {
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
            this.timers = new Timers(clock::get);
            for (int i = 0; i < 100; i++) {
                all.add(new Numbered());
            }
            timers.onEarlierTimer(this::wake);
            sleep();
        }

        void run() {
            for (int step = 0; step < 3_000; step++) {
                Numbered timer = all.get(random.nextInt(all.size()));
                switch (random.nextInt(10)) {
                    case 0, 1, 2, 3 -> schedule(timer);
                    case 4 -> cancel(timer);
                    default -> pass();
                }
                assertThat(wrong).isEmpty();
                assertThat(timers.size()).isEqualTo(expected.size());
            }
            assertThat(TimersTest.closed(timers)).containsExactlyInAnyOrderElementsOf(expected.keySet());
        }

        private void schedule(Numbered timer) {
            long now = clock.get();
            scheduling = now + delay();
            expected.put(timer, new Expected(scheduling, now));
            assertThat(timers.schedule(timer, scheduling)).isTrue();
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
            timers.cancel(timer);
        }

        private void pass() {
            long step = random.nextInt(50) == 0 ? random.nextLong(4 * TURN) : random.nextLong(4 * TICK);
            if (sleeps) {
                passAsleep(step);
            } else {
                clock.addAndGet(step);
                timers.advance();
                assertNoneIsLate();
            }
        }

        private void passAsleep(long step) {
            long end = clock.get() + step;
            while (woken || (!sleepsForEver && sleepEnds - end <= 0)) {
                if (!woken && sleepEnds - clock.get() > 0) {
                    clock.set(sleepEnds);
                }
                timers.advance();
                sleep();
                assertNoneIsLate();
            }
            clock.set(end);
            assertNoneIsLate();
        }

        private void sleep() {
            woken = false;
            long nanos = timers.nanosToNext();
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
    void concurrentScheduling_losesNoTimerAndFiresNoneTwice() throws InterruptedException {
        AtomicLong clock = new AtomicLong(1_000_000);
        Timers timers = new Timers(clock::get);
        int threads = 4;
        int each = 5_000;
        AtomicInteger count = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Random random = new Random(t);
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    Timers.Timer kept = new Counting(count);
                    Timers.Timer moved = new Counting(count);
                    Timers.Timer cancelled = new Counting(new AtomicInteger());
                    timers.schedule(kept, timers.now() + random.nextInt(20_000_000));
                    timers.schedule(moved, timers.now() + Durations.FOREVER_NANOS);
                    timers.schedule(cancelled, timers.now() + random.nextInt(20_000_000));
                    timers.schedule(moved, timers.now() + random.nextInt(20_000_000));
                    timers.cancel(cancelled);
                }
                done.countDown();
            });
            thread.start();
            running.add(thread);
        }
        while (done.getCount() > 0) {
            pass(clock, timers, TICK);
        }
        for (Thread thread : running) {
            thread.join();
        }
        pass(clock, timers, 20_000_000);
        pass(clock, timers, TICK);

        assertThat(count).hasValue(2 * threads * each);
        assertThat(timers.size()).isZero();
    }

    private static void pass(AtomicLong clock, Timers timers, long nanos) {
        clock.addAndGet(nanos);
        timers.advance();
    }

    private static final class Counting extends Timers.Timer {
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
