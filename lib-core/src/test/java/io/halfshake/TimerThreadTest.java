package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TimerThreadTest {
    private static final long PATIENCE_SECONDS = 60;

    /** A timer that tells on which thread it fired. */
    private static final class Telling extends TimerWheel.Timer {
        final CompletableFuture<Thread> firedOn = new CompletableFuture<>();
        final CompletableFuture<Long> firedAt = new CompletableFuture<>();

        @Override
        void due(long now) {
            firedAt.complete(now);
            firedOn.complete(Thread.currentThread());
        }

        Thread thread() throws InterruptedException, ExecutionException, TimeoutException {
            return firedOn.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    @Test
    void timersFireOnADaemonThreadThatEndsAtClose() throws Exception {
        TimerThread timers = TimerThread.start();
        Telling timer = new Telling();
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
        timers.wheel().schedule(timer, due);

        Thread thread = timer.thread();
        timers.close();

        assertThat(timer.firedAt.join() - due).isNotNegative();
        assertThat(thread.isDaemon()).isTrue();
        assertThat(thread.getName()).isEqualTo("halfshake-timer");
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void aThreadThatSleepsForEverIsWokenByTheFirstTimer() throws Exception {
        try (TimerThread timers = TimerThread.start()) {
            Telling first = new Telling();
            timers.wheel().schedule(first, System.nanoTime());
            Thread thread = first.thread();
            Eventually.holds(
                    "the thread sleeps",
                    () -> thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);

            Telling second = new Telling();
            timers.wheel().schedule(second, System.nanoTime());

            assertThat(second.thread()).isSameAs(thread);
        }
    }

    @Test
    void anEarlierTimerIsNotKeptWaitingForALaterOne() throws Exception {
        try (TimerThread timers = TimerThread.start()) {
            Telling late = new Telling();
            Telling early = new Telling();
            timers.wheel().schedule(late, System.nanoTime() + TimeUnit.HOURS.toNanos(1));
            timers.wheel().schedule(early, System.nanoTime());

            early.thread();

            assertThat(late.firedOn).isNotDone();
        }
    }

    @Test
    void aTimerMayCloseItsOwnThread() throws Exception {
        TimerThread timers = TimerThread.start();
        CompletableFuture<Thread> closed = new CompletableFuture<>();
        timers.wheel()
                .schedule(
                        new TimerWheel.Timer() {
                            @Override
                            void due(long now) {
                                timers.close();
                                closed.complete(Thread.currentThread());
                            }
                        },
                        System.nanoTime());

        Eventually.ends(closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void closingTwiceIsHarmlessAndKeepsTheInterruptFlag() {
        TimerThread timers = TimerThread.start();
        Thread.currentThread().interrupt();

        timers.close();
        timers.close();

        assertThat(Thread.interrupted()).isTrue();
    }
}
