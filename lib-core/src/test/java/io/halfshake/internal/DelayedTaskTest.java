package io.halfshake.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class DelayedTaskTest {
    private static boolean hasTimerThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("halfshake-timeouts"));
    }

    @Test
    void schedule_runsNeitherOnTheTimerThreadNorTheCallers() {
        CompletableFuture<Thread> ranOn = new CompletableFuture<>();
        Runnable unused = DelayedTask.schedule(1, () -> ranOn.complete(Thread.currentThread()));

        Thread thread = ranOn.orTimeout(1, TimeUnit.MINUTES).join();
        assertThat(thread).isNotSameAs(Thread.currentThread());
        assertThat(thread.getName()).isNotEqualTo("halfshake-timeouts");
    }

    @Test
    void timerThread_endsOnceNothingIsScheduled() throws InterruptedException {
        Runnable takeBack = DelayedTask.schedule(TimeUnit.DAYS.toNanos(1), () -> {});
        assertThat(hasTimerThread()).isTrue();

        takeBack.run();

        long start = System.nanoTime();
        while (hasTimerThread() && System.nanoTime() - start < TimeUnit.MINUTES.toNanos(1)) {
            Thread.sleep(10);
        }
        assertThat(hasTimerThread()).isFalse();
    }
}
