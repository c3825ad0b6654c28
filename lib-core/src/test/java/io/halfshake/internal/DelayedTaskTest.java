package io.halfshake.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DelayedTaskTest {
    private static final long PATIENCE_SECONDS = 60;

    @Test
    void schedule_runsNeitherOnTheSharedTimerThreadNorTheCallers() throws Exception {
        CompletableFuture<Thread> ranOn = new CompletableFuture<>();
        Runnable unused = DelayedTask.schedule(1, () -> ranOn.complete(Thread.currentThread()));
        Thread thread = ranOn.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

        assertThat(thread).isNotSameAs(Thread.currentThread());
        assertThat(thread.getName()).doesNotContainIgnoringCase("delayScheduler");
    }
}
