package io.halfshake.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ManualTimeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTime time = ManualTime.create();
    private final List<String> log = new ArrayList<>();

    @Test
    void manualTime_changesOnlyWhenAdvanced() {
        assertThat(time.now()).isEqualTo(Duration.ZERO);
        time.advance(SECOND);
        time.advance(Duration.ofNanos(1));

        assertThat(time.now()).isEqualTo(Duration.ofNanos(1_000_000_001));
        assertThat(time.getAsLong()).isEqualTo(1_000_000_001);
    }

    @Test
    void readings_mayWrapAround() {
        ManualTime late = ManualTime.startingAt(Long.MAX_VALUE);
        long before = late.getAsLong();
        late.advance(SECOND);

        assertThat(late.getAsLong()).isNegative();
        assertThat(late.getAsLong() - before).isEqualTo(SECOND.toNanos());
        assertThat(late.now()).isEqualTo(SECOND);
    }

    @Test
    void tasks_runByTimeThenByInsertion() {
        time.schedule(SECOND.multipliedBy(2), () -> log.add("second 2"));
        time.schedule(SECOND, () -> log.add("second 1, first"));
        time.schedule(SECOND, () -> log.add("second 1, then"));
        time.schedule(SECOND.multipliedBy(3), () -> log.add("second 3"));
        time.advance(SECOND.multipliedBy(2));

        assertThat(log).containsExactly("second 1, first", "second 1, then", "second 2");
        assertThat(time.scheduled()).isEqualTo(1);
    }

    @Test
    void task_seesItsOwnTime() {
        time.schedule(SECOND, () -> log.add(time.now().toString()));
        time.advance(Duration.ofMinutes(1));

        assertThat(log).containsExactly("PT1S");
        assertThat(time.now()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void taskScheduledByATask_runsIfItIsDue() {
        time.schedule(SECOND, () -> {
            time.schedule(Duration.ZERO, () -> log.add("at once"));
            time.schedule(SECOND, () -> log.add("in time"));
            time.schedule(SECOND.multipliedBy(2), () -> log.add("too late"));
        });
        time.advance(SECOND.multipliedBy(2));

        assertThat(log).containsExactly("at once", "in time");
    }

    @Test
    void task_mayAdvanceTheClock() {
        time.schedule(SECOND, () -> time.advance(SECOND.multipliedBy(5)));
        time.schedule(SECOND.multipliedBy(3), () -> log.add(time.now().toString()));
        time.advance(SECOND.multipliedBy(2));

        assertThat(log).containsExactly("PT3S");
        assertThat(time.now()).isEqualTo(SECOND.multipliedBy(6));
    }

    @Test
    void taskThatThrows_stopsTheClockAtItsTime() {
        time.schedule(SECOND, () -> {
            throw new IllegalStateException("mine");
        });
        time.schedule(SECOND.multipliedBy(2), () -> log.add("later"));

        assertThatIllegalStateException()
                .isThrownBy(() -> time.advance(Duration.ofMinutes(1)))
                .withMessage("mine");
        assertThat(time.now()).isEqualTo(SECOND);
        time.advance(SECOND);
        assertThat(log).containsExactly("later");
    }

    @Test
    void cancelledTask_doesNotRun() {
        ScheduledTask task = time.schedule(SECOND, () -> log.add("cancelled"));

        assertThat(task.due()).isEqualTo(SECOND);
        assertThat(task.cancel()).isTrue();
        assertThat(task.cancel()).isFalse();
        time.advance(SECOND);
        assertThat(log).isEmpty();
    }

    @Test
    void cancelAfterTheRun_returnsFalse() {
        ScheduledTask task = time.schedule(Duration.ZERO, () -> log.add("ran"));
        time.advance(Duration.ZERO);

        assertThat(log).containsExactly("ran");
        assertThat(task.cancel()).isFalse();
    }

    @Test
    void advanceToNext_runsAllTasksOfTheNextTime() {
        time.schedule(SECOND, () -> log.add("a"));
        time.schedule(SECOND, () -> log.add("b"));
        time.schedule(SECOND.multipliedBy(2), () -> log.add("c"));

        assertThat(time.advanceToNext()).isTrue();
        assertThat(log).containsExactly("a", "b");
        assertThat(time.now()).isEqualTo(SECOND);
        assertThat(time.advanceToNext()).isTrue();
        assertThat(time.advanceToNext()).isFalse();
        assertThat(time.now()).isEqualTo(SECOND.multipliedBy(2));
    }

    @Test
    void longestDelay_neverExpires() {
        time.advance(SECOND);
        ScheduledTask task = time.schedule(Duration.ofSeconds(Long.MAX_VALUE), () -> log.add("never"));
        assertThat(task.due()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
        time.advance(Duration.ofDays(365));

        assertThat(log).isEmpty();
    }

    @Test
    void negativeDuration_throwsIllegalArgument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> time.advance(Duration.ofMillis(-1)))
                .withMessage("by: PT-0.001S (expected >= 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> time.schedule(Duration.ofMillis(-1), () -> {}))
                .withMessage("delay: PT-0.001S (expected >= 0)");
    }

    @Test
    void tasks_neverOverlapWhenManyThreadsAdvance() {
        ConcurrentLinkedQueue<Long> order = new ConcurrentLinkedQueue<>();
        for (long i = 1; i <= 1_000; i++) {
            long number = i;
            time.schedule(Duration.ofNanos(number), () -> order.add(number));
        }
        Executor threads = task -> new Thread(task, "advancing").start();
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(CompletableFuture.runAsync(
                    () -> {
                        for (int j = 0; j < 250; j++) {
                            time.advance(Duration.ofNanos(1));
                        }
                    },
                    threads));
        }
        CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                .orTimeout(30, TimeUnit.SECONDS)
                .join();

        assertThat(List.copyOf(order)).hasSize(1_000).isSorted();
        assertThat(time.now()).isEqualTo(Duration.ofNanos(1_000));
    }
}
