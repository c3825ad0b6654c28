package io.halfshake.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
import io.halfshake.internal.HungChecks;
import io.halfshake.monitor.MonitorSamples;
import io.halfshake.monitor.MonitorTestChecker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RetryTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Duration> timeouts = new ArrayList<>();
    private final List<Long> waits = new ArrayList<>();
    private final Queue<Timer> timers = new ArrayDeque<>();
    private final List<CompletableFuture<CheckResult>> open = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 5;
    private double random;
    private long attemptTakesNanos;
    private boolean timerStarts = true;

    private record Timer(long at, Runnable task) {}

    private final RetryTime time = new RetryTime() {
        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public boolean sleep(long length) {
            waits.add(length);
            nanos += length;
            return true;
        }

        @Override
        public Runnable later(long length, Runnable task) {
            if (!timerStarts) {
                throw new OutOfMemoryError("no thread");
            }
            waits.add(length);
            Timer timer = new Timer(nanos + length, task);
            timers.add(timer);
            return () -> timers.remove(timer);
        }

        @Override
        public double random() {
            return random;
        }
    };

    private void runTimer() {
        Timer timer = timers.remove();
        nanos = timer.at;
        timer.task.run();
    }

    private MonitorTestChecker answering(CheckResult... results) {
        Queue<CheckResult> left = new ArrayDeque<>(List.of(results));
        return new MonitorTestChecker((target, timeout) -> {
            timeouts.add(timeout);
            nanos += Math.min(timeout.toNanos(), attemptTakesNanos);
            CheckResult next = left.size() > 1 ? left.poll() : left.peek();
            return CompletableFuture.completedFuture(next);
        });
    }

    /** Checks that are answered by hand, or never. */
    private MonitorTestChecker silent() {
        return new MonitorTestChecker((target, timeout) -> {
            CompletableFuture<CheckResult> check = new CompletableFuture<>();
            timeouts.add(timeout);
            open.add(check);
            return check;
        });
    }

    private static CheckResult up() {
        return MonitorSamples.up("db:80", MonitorSamples.address("db", 1));
    }

    private static CheckResult down() {
        return MonitorSamples.down("db:80", MonitorSamples.address("db", 1));
    }

    private static CheckResult unknown() {
        return MonitorSamples.unknown("db:80", null, null);
    }

    @Test
    void retry_endsAtTheFirstUp() {
        RetryResult result = Retry.of(5).check(answering(down(), unknown(), up()), "db:80", SECOND, time);

        assertThat(result.attempts()).containsExactly(down(), unknown(), up());
        assertThat(result.isUp()).isTrue();
        assertThat(result.result()).isEqualTo(up());
    }

    @Test
    void result_isTheLastConclusiveOne() {
        assertThat(Retry.of(3)
                        .check(answering(down(), unknown()), "db:80", SECOND, time)
                        .result())
                .isEqualTo(down());
        assertThat(Retry.of(2)
                        .check(answering(unknown()), "db:80", SECOND, time)
                        .result())
                .isEqualTo(unknown());
    }

    @Test
    void backoff_lengthensEachDelay() {
        Retry retry = Retry.of(4).withDelay(Duration.ofMillis(10)).withBackoff(3);
        RetryResult result = retry.check(answering(down()), "db:80", SECOND, time);

        assertThat(result.attempts()).hasSize(4);
        assertThat(waits).containsExactly(10_000_000L, 30_000_000L, 90_000_000L);
        assertThat(result.elapsed()).isEqualTo(Duration.ofMillis(130));
    }

    @Test
    void jitter_shortensADelayByAtMostItsFraction() {
        random = 0.5;
        Retry retry = Retry.of(2).withDelay(Duration.ofMillis(10)).withJitter(0.4);
        RetryResult unused = retry.check(answering(down()), "db:80", SECOND, time);

        assertThat(waits).containsExactly(8_000_000L);
    }

    @Test
    void attempts_shareOneDeadline() {
        attemptTakesNanos = Long.MAX_VALUE;
        RetryResult result = Retry.of(4).check(answering(down()), "db:80", SECOND, time);

        assertThat(timeouts)
                .containsExactly(
                        Duration.ofMillis(250), Duration.ofMillis(250), Duration.ofMillis(250), Duration.ofMillis(250));
        assertThat(result.elapsed()).isEqualTo(SECOND);
    }

    @Test
    void delayThatLeavesNoTime_isNotStarted() {
        Retry retry = Retry.of(9).withDelay(Duration.ofMillis(400)).withAttemptTimeout(Duration.ofMillis(100));
        RetryResult result = retry.check(answering(down()), "db:80", SECOND, time);

        assertThat(result.attempts()).hasSize(3);
        assertThat(timeouts).allMatch(timeout -> timeout.compareTo(Duration.ofMillis(100)) <= 0);
        assertThat(result.elapsed()).isLessThanOrEqualTo(SECOND);
    }

    @Test
    void checkAsync_retriesUntilUpWithBackoff() {
        Retry retry = Retry.of(5).withDelay(Duration.ofMillis(10)).withBackoff(2);
        CompletableFuture<RetryResult> future =
                retry.checkAsync(answering(down(), unknown(), up()), "db:80", SECOND, time);
        assertThat(future).isNotDone();
        runTimer();
        assertThat(future).isNotDone();
        runTimer();

        assertThat(future.join().attempts()).containsExactly(down(), unknown(), up());
        assertThat(waits).containsExactly(10_000_000L, 20_000_000L);
    }

    @Test
    void manyInstantAttempts_doNotOverflowTheStack() {
        CompletableFuture<RetryResult> future =
                Retry.of(100_000).checkAsync(answering(down()), "db:80", Duration.ofDays(1), time);

        assertThat(future.join().attempts()).hasSize(100_000);
    }

    @Test
    void cancel_stopsTheAttemptAndStartsNoOther() {
        CompletableFuture<RetryResult> running = Retry.of(3).checkAsync(silent(), "db:80", SECOND, time);
        running.cancel(true);
        assertThat(open).singleElement().satisfies(check -> assertThat(check).isCancelled());
        assertThat(timers).isEmpty();

        CompletableFuture<RetryResult> waiting =
                Retry.of(3).withDelay(Duration.ofMillis(10)).checkAsync(answering(down()), "db:80", SECOND, time);
        Timer wait = timers.element();
        waiting.cancel(true);
        assertThat(timers).isEmpty();
        wait.task.run();
        assertThat(timeouts).hasSize(2);
    }

    @Test
    void timerThatCannotStart_cancelsTheCheck() {
        timerStarts = false;
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> Retry.of(3).checkAsync(silent(), "db:80", SECOND, time))
                .withMessage("no thread");
        assertThat(open).singleElement().satisfies(check -> assertThat(check).isCancelled());
    }

    @Test
    void timerThatCannotStartLater_failsTheFutureAndCancelsTheCheck() {
        CompletableFuture<RetryResult> future = Retry.of(3).checkAsync(silent(), "db:80", SECOND, time);
        timerStarts = false;
        open.get(0).complete(down());

        assertThat(future).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(OutOfMemoryError.class);
        assertThat(open).hasSize(2);
        assertThat(open.get(1)).isCancelled();
        assertThat(timers).isEmpty();
    }

    @Test
    void timerThatCannotStartForAWait_failsTheFuture() {
        CompletableFuture<RetryResult> future =
                Retry.of(3).withDelay(Duration.ofMillis(10)).checkAsync(silent(), "db:80", SECOND, time);
        timerStarts = false;
        open.get(0).complete(down());

        assertThat(future).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void hangingCheck_isAbandonedAndRetried() {
        CompletableFuture<RetryResult> future = Retry.of(4)
                .withAttemptTimeout(Duration.ofMillis(100))
                .withDelay(Duration.ofMillis(10))
                .checkAsync(silent(), "db:80", SECOND, time);
        assertThat(waits).containsExactly(100_000_000 + HungChecks.GRACE_NANOS);
        runTimer();
        assertThat(open).singleElement().satisfies(check -> assertThat(check).isCancelled());
        runTimer();
        open.get(1).complete(up());

        assertThat(future).isCompleted();
        RetryResult result = future.join();
        assertThat(result.attempts()).hasSize(2);
        assertThat(result.attempts().get(0)).isInstanceOfSatisfying(CheckResult.Unknown.class, given -> {
            assertThat(given.reason()).isEqualTo(UnknownReason.STALLED);
            assertThat(given.target()).isEqualTo("db:80");
            assertThat(given.evidence().engine()).isEqualTo("fake");
            assertThat(given.timing().elapsed()).isEqualTo(Duration.ofMillis(600));
        });
        assertThat(result.isUp()).isTrue();
        assertThat(result.elapsed()).isEqualTo(Duration.ofMillis(610));
        assertThat(timers).isEmpty();
    }

    @Test
    void hangingChecker_delaysTheResultByAtMostTheGrace() {
        CompletableFuture<RetryResult> future = Retry.of(3).checkAsync(silent(), "db:80", SECOND, time);
        while (!timers.isEmpty()) {
            runTimer();
        }

        assertThat(future).isCompleted();
        RetryResult result = future.join();
        assertThat(result.attempts()).hasSize(2);
        assertThat(result.result().isUnknown()).isTrue();
        assertThat(result.elapsed()).isBetween(SECOND, SECOND.plusNanos(HungChecks.GRACE_NANOS));
        assertThat(open).hasSize(2).allMatch(CompletableFuture::isCancelled);
    }

    @Test
    void answerJustBeforeAbandonment_countsOnce() {
        CompletableFuture<RetryResult> future = Retry.of(3).checkAsync(silent(), "db:80", SECOND, time);
        Timer abandonment = timers.element();
        open.get(0).complete(down());
        assertThat(timers).doesNotContain(abandonment);
        abandonment.task.run();
        assertThat(open).hasSize(2);
        open.get(1).complete(up());

        assertThat(future).isCompleted();
        assertThat(future.join().attempts()).containsExactly(down(), up());
    }

    @Test
    void checkerThatHangsThenThrows_failsTheFuture() {
        Queue<CompletableFuture<CheckResult>> answers = new ArrayDeque<>(List.of(new CompletableFuture<>()));
        MonitorTestChecker broken = new MonitorTestChecker((target, timeout) -> answers.remove());
        CompletableFuture<RetryResult> future = Retry.of(3).checkAsync(broken, "db:80", SECOND, time);
        runTimer();

        assertThat(future)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(NoSuchElementException.class);
    }

    @Test
    void checkedExceptionOfALaterAttempt_failsTheFuture() {
        Queue<CompletableFuture<CheckResult>> answers = new ArrayDeque<>(List.of(new CompletableFuture<>()));
        MonitorTestChecker broken = new MonitorTestChecker((target, timeout) ->
                answers.isEmpty() ? MonitorTestChecker.fail(new IOException("broken")) : answers.remove());
        CompletableFuture<RetryResult> future = Retry.of(3).checkAsync(broken, "db:80", SECOND, time);
        runTimer();

        assertThat(future).failsWithin(Duration.ZERO).withThrowableThat().withCauseInstanceOf(IOException.class);
    }

    @Test
    void failedFutureOfALaterAttempt_failsTheFuture() {
        Queue<CompletableFuture<CheckResult>> answers = new ArrayDeque<>();
        answers.add(CompletableFuture.completedFuture(down()));
        answers.add(CompletableFuture.failedFuture(new IllegalStateException("broken")));
        MonitorTestChecker broken = new MonitorTestChecker((target, timeout) -> answers.remove());

        assertThat(Retry.of(3).checkAsync(broken, "db:80", SECOND, time))
                .isCompletedExceptionally()
                .failsWithin(SECOND)
                .withThrowableThat()
                .withMessageContaining("broken");
    }

    @Test
    void invalidSetting_throwsIllegalArgument() {
        assertThatIllegalArgumentException().isThrownBy(() -> Retry.of(0)).withMessage("attempts: 0 (expected >= 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Retry.of(1).withDelay(SECOND.negated()))
                .withMessage("delay: PT-1S (expected >= 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Retry.of(1).withBackoff(0.5))
                .withMessage("backoff: 0.5 (expected >= 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Retry.of(1).withJitter(-1))
                .withMessage("jitter: -1.0 (expected 0 to 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Retry.of(1).withAttemptTimeout(Duration.ZERO))
                .withMessage("attemptTimeout: PT0S (expected > 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Retry.of(1).check(answering(up()), "db:80", Duration.ZERO))
                .withMessage("timeout: PT0S (expected > 0)");
    }

    @Test
    void interrupt_endsTheRetries() {
        Thread.currentThread().interrupt();
        RetryResult result = Retry.of(3).withDelay(Duration.ofMillis(500)).check(answering(down()), "db:80", SECOND);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.attempts()).hasSize(1);
    }
}
