package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.monitor.time.MonitorTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

/** A result that comes at the worst moment. */
class MonitorRaceTest {
    private static final int ROUNDS = 300;
    private static final CheckResult UP = MonitorSamples.up("db:80", MonitorSamples.address("db", 1));
    private static final long STEP = Duration.ofMillis(200).toNanos();

    private final HandTime time = new HandTime();
    private final List<CompletableFuture<CheckResult>> asked = new CopyOnWriteArrayList<>();
    private Runnable atWallTime = () -> {};

    private final MonitorTime watchedTime = new MonitorTime() {
        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Instant wallTime() {
            Runnable now = atWallTime;
            atWallTime = () -> {};
            now.run();
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

    private void completeOnAnotherThread() {
        time.nanos += STEP;
        Thread other = new Thread(() -> asked.get(0).complete(UP));
        other.start();
        while (other.getState() != Thread.State.BLOCKED && other.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
    }

    @Test
    void lastResult_isNeverLaterThanItsStatus() {
        monitor.add("db:80");
        time.pass(Duration.ofMillis(10));
        atWallTime = this::completeOnAnotherThread;
        TargetStatus status = status();

        assertThat(status.outageHistory().asOf())
                .isAfterOrEqualTo(status.lastAt() == null ? Instant.MIN : status.lastAt());
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

    private void step() {
        time.nanos += STEP;
        long unused = time.turn.getAsLong();
    }
}
