package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.halfshake.internal.CallbackExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With the futures of a checker. */
@Timeout(600)
class CallbackExecutorTest {
    private static final CheckResult RESULT = Samples.up();

    private final Queue<CallbackExecutor> open = new ArrayDeque<>();

    @AfterEach
    void close() {
        open.forEach(CallbackExecutor::close);
    }

    private CallbackExecutor callbacks(@Nullable Executor executor) {
        CallbackExecutor callbacks = new CallbackExecutor(executor, "halfshake-callbacks", 2);
        open.add(callbacks);
        return callbacks;
    }

    /** Delivers a result as an I/O thread would, and tells on which thread a callback ran. */
    private static CompletableFuture<Thread> deliver(CallbackExecutor callbacks) {
        CheckFuture future = new CheckFuture(callbacks);
        CompletableFuture<Thread> ranOn = future.thenApply(result -> {
            assertThat(result).isSameAs(RESULT);
            return Thread.currentThread();
        });
        future.deliver(RESULT);
        return ranOn;
    }

    private static Thread ranOn(CompletableFuture<Thread> callback) throws Exception {
        return callback.get(60, TimeUnit.SECONDS);
    }

    @Test
    void callback_runsOnTheUsersExecutor() throws Exception {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new Thread(task, "of-the-user"));
        try {
            CallbackExecutor callbacks = callbacks(pool);

            assertThat(ranOn(deliver(callbacks)).getName()).isEqualTo("of-the-user");
            assertThat(callbacks.refused()).isZero();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void executorThatRejects_isBypassed() throws Exception {
        CallbackExecutor callbacks = callbacks(task -> {
            throw new RejectedExecutionException("full");
        });

        assertThat(ranOn(deliver(callbacks)).getName()).isEqualTo("halfshake-callbacks");
        assertThat(callbacks.refused()).isEqualTo(1);
    }

    @Test
    void executorThatThrowsAnError_isBypassed() throws Exception {
        CallbackExecutor callbacks = callbacks(task -> {
            throw new AssertionError("broken");
        });

        assertThat(ranOn(deliver(callbacks)).isDaemon()).isTrue();
        assertThat(callbacks.refused()).isEqualTo(1);
    }

    @Test
    void directExecutor_neverRunsCallbacksOnTheSubmittingThread() throws Exception {
        CallbackExecutor callbacks = callbacks(Runnable::run);

        for (int i = 0; i < 100; i++) {
            assertThat(ranOn(deliver(callbacks))).isNotSameAs(Thread.currentThread());
        }
        assertThat(callbacks.refused()).isEqualTo(100);
    }

    @Test
    void fullCallerRunsPool_neverRunsCallbacksOnTheSubmittingThread() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1), new ThreadPoolExecutor.CallerRunsPolicy());
        try {
            CallbackExecutor callbacks = callbacks(pool);
            pool.execute(() -> awaitQuietly(busy));
            pool.execute(() -> {});

            assertThat(ranOn(deliver(callbacks)).getName()).isEqualTo("halfshake-callbacks");
        } finally {
            busy.countDown();
            pool.shutdown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void executorThatRunsTasksLater_mayUseTheSubmittingThread() throws Exception {
        Queue<Runnable> later = new ArrayDeque<>();
        CallbackExecutor callbacks = callbacks(later::add);
        CompletableFuture<Thread> callback = deliver(callbacks);
        assertThat(callback).isNotDone();

        later.remove().run();

        assertThat(ranOn(callback)).isSameAs(Thread.currentThread());
        assertThat(callbacks.refused()).isZero();
    }

    @Test
    void executorThatTakesATaskAndThrows_runsTheCallbackOnce() throws Exception {
        Queue<Runnable> later = new ArrayDeque<>();
        CallbackExecutor callbacks = callbacks(task -> {
            later.add(task);
            throw new IllegalStateException("too late to refuse");
        });
        CompletableFuture<Thread> callback = deliver(callbacks);
        Thread first = ranOn(callback);

        later.remove().run();

        assertThat(callback.join()).isSameAs(first);
        assertThat(first).isNotSameAs(Thread.currentThread());
    }

    @Test
    void executorThatRunsEarlierTasks_runsNoneOnTheSubmittingThread() throws Exception {
        Queue<Runnable> earlier = new ArrayDeque<>();
        CallbackExecutor callbacks = callbacks(task -> {
            for (Runnable next = earlier.poll(); next != null; next = earlier.poll()) {
                next.run();
            }
            earlier.add(task);
        });
        CompletableFuture<Thread> first = deliver(callbacks);
        CompletableFuture<Thread> unused = deliver(callbacks);

        assertThat(ranOn(first)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void nestedExecute_runsNothingOnTheSubmittingThread() throws Exception {
        CallbackExecutor other = callbacks(Runnable::run);
        CallbackExecutor callbacks = callbacks(task -> {
            CompletableFuture<Thread> unused = deliver(other);
            task.run();
        });

        assertThat(ranOn(deliver(callbacks))).isNotSameAs(Thread.currentThread());
    }

    @Test
    void earlierTaskOfAnotherInstance_neverRunsOnSubmittingThread() throws Exception {
        Queue<Runnable> earlier = new ArrayDeque<>();
        CompletableFuture<Thread> first = deliver(callbacks(earlier::add));
        CompletableFuture<Thread> unused =
                deliver(callbacks(task -> earlier.remove().run()));

        assertThat(ranOn(first)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void callbackThatThrows_doesNotBlockOthers() throws Exception {
        CallbackExecutor callbacks = callbacks(Runnable::run);
        CheckFuture future = new CheckFuture(callbacks);
        CompletableFuture<Object> failing = future.thenApply(result -> {
            throw new AssertionError("thrown by a test");
        });
        future.deliver(RESULT);

        ranOn(deliver(callbacks));

        assertThat(failing).failsWithin(Duration.ofSeconds(60));
        assertThat(future).isCompletedWithValue(RESULT);
    }

    @Test
    void resultAfterClose_isStillDelivered() throws Exception {
        Queue<Runnable> later = new ArrayDeque<>();
        CallbackExecutor queueing = callbacks(later::add);
        CompletableFuture<Thread> callback = deliver(queueing);
        queueing.close();
        later.remove().run();
        assertThat(callback).isDone();

        CallbackExecutor refusing = callbacks(task -> {
            throw new RejectedExecutionException("full");
        });
        refusing.close();
        assertThat(ranOn(deliver(refusing))).isNotSameAs(Thread.currentThread());
    }

    @Test
    void blockedCallbackOnDefaultPool_doesNotBlockOthers() throws Exception {
        CallbackExecutor callbacks = callbacks(null);
        CountDownLatch busy = new CountDownLatch(1);
        CompletableFuture<Void> blocked = deliverBlocked(callbacks, busy);

        assertThat(ranOn(deliver(callbacks)).getName()).isEqualTo("halfshake-callbacks");
        assertThat(blocked).isNotDone();
        assertThat(callbacks.refused()).isZero();
        busy.countDown();
    }

    @Test
    void resultsQueuedAtClose_areDeliveredBeforeTheThreadEnds() throws Exception {
        CallbackExecutor callbacks = callbacks(Runnable::run);
        CountDownLatch busy = new CountDownLatch(1);
        List<CompletableFuture<Void>> blocked = new ArrayList<>();
        for (int i = 0; i < Math.max(2, Runtime.getRuntime().availableProcessors()); i++) {
            blocked.add(deliverBlocked(callbacks, busy));
        }
        CompletableFuture<Thread> waiting = deliver(callbacks);

        callbacks.close();
        assertThat(waiting).isNotDone();
        busy.countDown();

        Eventually.ends(ranOn(waiting));
        for (CompletableFuture<Void> callback : blocked) {
            callback.get(60, TimeUnit.SECONDS);
        }
    }

    private static CompletableFuture<Void> deliverBlocked(CallbackExecutor callbacks, CountDownLatch busy) {
        CheckFuture future = new CheckFuture(callbacks);
        CompletableFuture<Void> blocked = future.thenRun(() -> awaitQuietly(busy));
        future.deliver(RESULT);
        return blocked;
    }

    @Test
    void futureWithNoThreadAvailable_isQueuedOnce() {
        CallbackExecutor callbacks = new CallbackExecutor(null, "halfshake-callbacks", 2, task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });
        CheckFuture future = new CheckFuture(callbacks);
        for (int i = 0; i < 10; i++) {
            assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> future.deliver(RESULT));
        }

        assertThat(callbacks.waiting()).isEqualTo(1);
        assertThat(callbacks.refused()).isEqualTo(1);
        callbacks.close();
        assertThat(future).isCompletedWithValue(RESULT);
    }

    @Test
    void closeFromACallback_doesNotWaitForItself() throws Exception {
        CallbackExecutor callbacks = callbacks(Runnable::run);
        CheckFuture future = new CheckFuture(callbacks);
        CompletableFuture<Thread> closed = future.thenApply(result -> {
            callbacks.close();
            return Thread.currentThread();
        });

        future.deliver(RESULT);

        Eventually.ends(ranOn(closed));
    }
}
