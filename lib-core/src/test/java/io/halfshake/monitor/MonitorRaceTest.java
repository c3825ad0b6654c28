package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Eventually;
import io.halfshake.monitor.time.MonitorTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A result that comes at the worst moment. */
class MonitorRaceTest {
    private static final int ROUNDS = 300;
    private static final int RESULTS = 500;
    private static final int OTHERS = 100;
    private static final CheckResult UP = MonitorSamples.up("db:80", MonitorSamples.address("db", 1));
    private static final CheckResult DOWN = MonitorSamples.down("db:80", MonitorSamples.address("db", 1));
    private static final long STEP = Duration.ofMillis(200).toNanos();

    private final HandTime time = new HandTime();
    private final List<CompletableFuture<CheckResult>> asked = new CopyOnWriteArrayList<>();
    private Runnable atWallTime = () -> {};

    /** At which reading of the wall clock, from now on, that runs. */
    private int readings;

    private final MonitorTime watchedTime = new MonitorTime() {
        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Instant wallTime() {
            if (--readings == 0) {
                atWallTime.run();
            }
            return time.wallTime();
        }

        @Override
        public Drive drive(LongSupplier turn) {
            return time.drive(turn);
        }
    };

    private final Monitor monitor = Monitor.builder(new MonitorTestChecker((target, timeout) -> {
                CompletableFuture<CheckResult> check = new CompletableFuture<>();
                asked.add(check);
                return check;
            }))
            .time(watchedTime)
            .interval(Duration.ofSeconds(3))
            .jitter(0)
            .build();

    private TargetStatus status() {
        TargetStatus status = monitor.status("db:80");
        if (status == null) {
            throw new AssertionError("it is watched");
        }
        return status;
    }

    /** Until it has, or waits for a lock. */
    private static void start(Thread completing) {
        completing.start();
        while (completing.getState() != Thread.State.BLOCKED && completing.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
    }

    /** A status takes two readings, one of them for what all targets share. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void statusDuringAResult_isOfOneMoment(int reading) throws InterruptedException {
        monitor.add("db:80");
        time.pass(Duration.ofMillis(10));
        assertThat(asked).hasSize(1);
        Thread other = new Thread(() -> asked.get(0).complete(UP));
        atWallTime = () -> {
            // So little that both readings count as one moment.
            time.nanos += 10_000;
            start(other);
        };
        readings = reading;
        TargetStatus during = status();
        assertThat(other.getState()).as("state of the other thread").isNotEqualTo(Thread.State.NEW);
        other.join();
        TargetStatus after = status();

        assertOfOneMoment(during);
        assertOfOneMoment(after);
        assertThat(after.last()).isNotNull();
    }

    /** With all of the one result, or with nothing of it. */
    private static void assertOfOneMoment(TargetStatus status) {
        int results = status.last() == null ? 0 : 1;
        assertThat(status.counts().up()).isEqualTo(results);
        assertThat(status.roundTrips().weight()).isEqualTo(results);
        assertThat(status.streak()).isEqualTo(results);
        assertThat(status.state()).isEqualTo(results == 0 ? TargetState.UNKNOWN : TargetState.UP);
        if (results == 0) {
            assertThat(status.lastAt()).isNull();
        } else {
            assertThat(status.lastAt())
                    .isNotNull()
                    .isBeforeOrEqualTo(status.outageHistory().asOf());
        }
    }

    @Test
    void resultDuringAbandonment_countsOnce() throws InterruptedException {
        AtomicInteger round = new AtomicInteger();
        AtomicInteger completed = new AtomicInteger();
        Thread other = new Thread(() -> {
            for (int i = 1; i <= ROUNDS; i++) {
                while (round.get() < i) {
                    Thread.onSpinWait();
                }
                asked.get(i - 1).complete(UP);
                completed.set(i);
            }
        });
        other.start();
        monitor.add("db:80");
        for (int i = 1; i <= ROUNDS; i++) {
            while (asked.size() < i) {
                step();
            }
            // A second of timeout, and one of grace.
            for (int k = 0; k < 9; k++) {
                step();
            }
            round.set(i);
            step();
            while (completed.get() < i) {
                Thread.onSpinWait();
            }
        }
        other.join();
        CheckCounts counts = status().counts();

        assertThat(monitor.stats().inFlight()).isZero();
        assertThat(counts.up() + counts.unknowns()).isEqualTo(ROUNDS);
        assertThat(monitor.stats().overdue()).isEqualTo(counts.unknowns());
    }

    /**
     * Takes each event while the next one is being put into the queues of the other listeners. There are enough of
     * these that its call is likely to come before that is over.
     */
    private static final class EagerListener implements MonitorListener {
        final CompletableFuture<Monitor> monitor = new CompletableFuture<>();
        final AtomicInteger uncounted = new AtomicInteger();
        final AtomicInteger taken = new AtomicInteger();
        volatile boolean ended;

        @Override
        public void onResult(TargetResult result) {
            CheckCounts counts = monitor.join().stats().checks();
            if (counts.up() + counts.downs() <= taken.get()) {
                uncounted.incrementAndGet();
            }
        }

        @Override
        public void onTransition(Transition transition) {
            MonitorStats stats = monitor.join().stats();
            if (stats.transitionsUp() + stats.transitionsDown() <= taken.get()) {
                uncounted.incrementAndGet();
            }
            int count = taken.incrementAndGet();
            while (!ended && monitor.join().stats().waitingTransitions() <= (long) OTHERS * count) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void listener_findsWhatItGetsInTheCounts() {
        EagerListener eager = new EagerListener();
        AtomicInteger started = new AtomicInteger();
        AtomicInteger tasks = new AtomicInteger();
        MonitorBuilder builder = Monitor.builder(new MonitorTestChecker((target, timeout) ->
                        CompletableFuture.completedFuture(started.getAndIncrement() % 2 == 0 ? UP : DOWN)))
                .time(time)
                .interval(Duration.ofMillis(1))
                .fastInterval(Duration.ofMillis(1))
                .jitter(0)
                .rise(1)
                .fall(1)
                .callbackExecutor(task -> {
                    // The others' wait: each event that was queued for them shows in the count of what waits.
                    if (tasks.getAndIncrement() == 0) {
                        new Thread(task, "eager listener").start();
                    }
                })
                .listener(eager);
        for (int i = 0; i < OTHERS; i++) {
            builder.listener(transition -> {});
        }
        Monitor counting = builder.build();
        eager.monitor.complete(counting);
        counting.add("db:80");
        for (int i = 0; i < RESULTS; i++) {
            time.pass(Duration.ofMillis(1));
            Eventually.holds("the listener takes it", () -> eager.taken.get() == started.get());
        }
        eager.ended = true;
        counting.close();

        assertThat(started.get()).isGreaterThanOrEqualTo(RESULTS);
        assertThat(eager.uncounted.get()).isZero();
    }

    private void step() {
        time.nanos += STEP;
        long unused = time.turn.getAsLong();
    }
}
