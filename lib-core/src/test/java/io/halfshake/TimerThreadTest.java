package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TimerThreadTest {
    private static final long TIMEOUT_SECONDS = 60;

    /** Records when it fired, and on which thread. */
    private static final class RecordedTimer extends Timers.Timer {
        final CompletableFuture<Thread> firedOn = new CompletableFuture<>();
        final CompletableFuture<Long> firedAt = new CompletableFuture<>();

        @Override
        void due(long now) {
            firedAt.complete(now);
            firedOn.complete(Thread.currentThread());
        }

        Thread thread() throws InterruptedException, ExecutionException, TimeoutException {
            return firedOn.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void timer_firesOnADaemonThreadThatEndsAtClose() throws Exception {
        TimerThread running = TimerThread.start();
        RecordedTimer timer = new RecordedTimer();
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        running.timers().schedule(timer, due);

        Thread thread = timer.thread();
        running.close();

        assertThat(timer.firedAt.join() - due).isNotNegative();
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("halfshake-timer");
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void idleTimerThread_isWokenByANewTimer() throws Exception {
        try (TimerThread running = TimerThread.start()) {
            RecordedTimer first = new RecordedTimer();
            running.timers().schedule(first, System.nanoTime());
            Thread thread = first.thread();
            Eventually.holds(
                    "the thread sleeps",
                    () -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);

            RecordedTimer second = new RecordedTimer();
            running.timers().schedule(second, System.nanoTime());

            assertThat(second.thread()).isSameAs(thread);
        }
    }

    @Test
    void earlierTimer_doesNotWaitForALaterOne() throws Exception {
        try (TimerThread running = TimerThread.start()) {
            RecordedTimer late = new RecordedTimer();
            RecordedTimer early = new RecordedTimer();
            running.timers().schedule(late, System.nanoTime() + TimeUnit.HOURS.toNanos(1));
            running.timers().schedule(early, System.nanoTime());

            early.thread();

            assertThat(late.firedOn).isNotDone();
        }
    }

    @Test
    void timer_mayCloseItsOwnThread() throws Exception {
        TimerThread running = TimerThread.start();
        CompletableFuture<Thread> closed = new CompletableFuture<>();
        running.timers()
                .schedule(
                        new Timers.Timer() {
                            @Override
                            void due(long now) {
                                running.close();
                                closed.complete(Thread.currentThread());
                            }
                        },
                        System.nanoTime());

        Eventually.ends(closed.get(TIMEOUT_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void secondClose_isHarmlessAndKeepsTheInterruptFlag() {
        TimerThread running = TimerThread.start();
        Thread.currentThread().interrupt();

        running.close();
        running.close();

        assertThat(Thread.interrupted()).isTrue();
    }
}
