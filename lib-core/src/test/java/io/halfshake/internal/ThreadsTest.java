package io.halfshake.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    private static final long MINUTE_MILLIS = 60_000;

    private static CompletableFuture<?> completedByAnotherThread() {
        return CompletableFuture.runAsync(() -> {}, task -> new Thread(task, "thread-of-a-test").start());
    }

    @Test
    void completesNormally_isTrueOnceTheFutureHasAResult() {
        assertThat(Threads.completesNormally(CompletableFuture.completedFuture("done"), MINUTE_MILLIS))
                .isTrue();
        assertThat(Threads.completesNormally(completedByAnotherThread(), MINUTE_MILLIS))
                .isTrue();
    }

    @Test
    void completesNormally_isFalseForAFailedOrCancelledFuture() {
        CompletableFuture<?> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);

        assertThat(Threads.completesNormally(
                        CompletableFuture.failedFuture(new IllegalStateException("broken")), MINUTE_MILLIS))
                .isFalse();
        assertThat(Threads.completesNormally(cancelled, MINUTE_MILLIS)).isFalse();
    }

    @Test
    void completesNormally_isFalseWhenTheTimeIsUp() {
        CompletableFuture<?> open = new CompletableFuture<>();

        assertThat(Threads.completesNormally(open, 1)).isFalse();
        assertThat(open).isNotDone();
    }

    @Test
    void interrupt_isKeptAndDoesNotEndTheWait() {
        Thread.currentThread().interrupt();
        boolean completed = Threads.completesNormally(completedByAnotherThread(), MINUTE_MILLIS);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(completed).isTrue();

        Thread.currentThread().interrupt();
        completed = Threads.completesNormally(new CompletableFuture<>(), 1);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(completed).isFalse();
    }
}
