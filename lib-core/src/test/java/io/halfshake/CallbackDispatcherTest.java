package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

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

@Timeout(120)
class CallbackDispatcherTest {
    private static final CheckResult RESULT = Samples.up();

    private final Queue<CallbackDispatcher> open = new ArrayDeque<>();

    @AfterEach
    void close() {
        open.forEach(CallbackDispatcher::close);
    }

    private CallbackDispatcher dispatcher(@Nullable Executor executor) {
        CallbackDispatcher dispatcher = new CallbackDispatcher(executor);
        open.add(dispatcher);
        return dispatcher;
    }

    /** Delivers a result as an I/O thread would, and tells on which thread a callback ran. */
    private static CompletableFuture<Thread> deliver(CallbackDispatcher dispatcher) {
        CheckFuture future = new CheckFuture(dispatcher);
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
    void callbacksRunOnTheExecutor() throws Exception {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> new Thread(task, "of-the-user"));
        try {
            CallbackDispatcher dispatcher = dispatcher(pool);

            assertThat(ranOn(deliver(dispatcher)).getName()).isEqualTo("of-the-user");
            assertThat(dispatcher.refused()).isZero();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void anExecutorThatRefusesIsPassedOver() throws Exception {
        CallbackDispatcher dispatcher = dispatcher(task -> {
            throw new RejectedExecutionException("full");
        });

        assertThat(ranOn(deliver(dispatcher)).getName()).isEqualTo("halfshake-callbacks");
        assertThat(dispatcher.refused()).isEqualTo(1);
    }

    @Test
    void anExecutorThatFailsIsPassedOver() throws Exception {
        CallbackDispatcher dispatcher = dispatcher(task -> {
            throw new AssertionError("broken");
        });

        assertThat(ranOn(deliver(dispatcher)).isDaemon()).isTrue();
        assertThat(dispatcher.refused()).isEqualTo(1);
    }

    @Test
    void anExecutorThatRunsTheTaskAtOnceNeverDoesSoOnTheSubmittingThread() throws Exception {
        CallbackDispatcher dispatcher = dispatcher(Runnable::run);

        for (int i = 0; i < 100; i++) {
            assertThat(ranOn(deliver(dispatcher))).isNotSameAs(Thread.currentThread());
        }
        assertThat(dispatcher.refused()).isEqualTo(100);
    }

    @Test
    void aFullPoolWithCallerRunsPolicyNeverRunsCallbacksOnTheSubmittingThread() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1), new ThreadPoolExecutor.CallerRunsPolicy());
        try {
            CallbackDispatcher dispatcher = dispatcher(pool);
            pool.execute(() -> awaitQuietly(busy));
            pool.execute(() -> {});

            assertThat(ranOn(deliver(dispatcher)).getName()).isEqualTo("halfshake-callbacks");
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
    void anExecutorThatRunsTheTaskLaterOnTheSameThreadIsServedThere() throws Exception {
        Queue<Runnable> later = new ArrayDeque<>();
        CallbackDispatcher dispatcher = dispatcher(later::add);
        CompletableFuture<Thread> callback = deliver(dispatcher);
        assertThat(callback).isNotDone();

        later.remove().run();

        assertThat(ranOn(callback)).isSameAs(Thread.currentThread());
        assertThat(dispatcher.refused()).isZero();
    }

    @Test
    void anExecutorThatTakesTheTaskAndThenThrowsIsServedOnce() throws Exception {
        Queue<Runnable> later = new ArrayDeque<>();
        CallbackDispatcher dispatcher = dispatcher(task -> {
            later.add(task);
            throw new IllegalStateException("too late to refuse");
        });
        CompletableFuture<Thread> callback = deliver(dispatcher);
        Thread first = ranOn(callback);

        later.remove().run();

        assertThat(callback.join()).isSameAs(first);
        assertThat(first).isNotSameAs(Thread.currentThread());
    }

    @Test
    void anExecutorThatRunsEarlierTasksFirstRunsNoneOfThemHere() throws Exception {
        Queue<Runnable> earlier = new ArrayDeque<>();
        CallbackDispatcher dispatcher = dispatcher(task -> {
            for (Runnable next = earlier.poll(); next != null; next = earlier.poll()) {
                next.run();
            }
            earlier.add(task);
        });
        CompletableFuture<Thread> first = deliver(dispatcher);
        CompletableFuture<Thread> unused = deliver(dispatcher);

        assertThat(ranOn(first)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void aCallbackThatThrowsHoldsUpNoOther() throws Exception {
        CallbackDispatcher dispatcher = dispatcher(Runnable::run);
        CheckFuture future = new CheckFuture(dispatcher);
        CompletableFuture<Object> failing = future.thenApply(result -> {
            throw new AssertionError("thrown by a test");
        });
        future.deliver(RESULT);

        ranOn(deliver(dispatcher));

        assertThat(failing).failsWithin(Duration.ofSeconds(60));
        assertThat(future).isCompletedWithValue(RESULT);
    }

    @Test
    void resultsThatComeBackAfterCloseStillArrive() throws Exception {
        Queue<Runnable> later = new ArrayDeque<>();
        CallbackDispatcher queueing = dispatcher(later::add);
        CompletableFuture<Thread> callback = deliver(queueing);
        queueing.close();
        later.remove().run();
        assertThat(callback).isDone();

        CallbackDispatcher refusing = dispatcher(task -> {
            throw new RejectedExecutionException("full");
        });
        refusing.close();
        assertThat(ranOn(deliver(refusing))).isNotSameAs(Thread.currentThread());
    }

    @Test
    void withoutAnExecutorOneBlockedCallbackHoldsUpNoOther() throws Exception {
        CallbackDispatcher dispatcher = dispatcher(null);
        CountDownLatch busy = new CountDownLatch(1);
        CompletableFuture<Void> blocked = deliverBlocked(dispatcher, busy);

        assertThat(ranOn(deliver(dispatcher)).getName()).isEqualTo("halfshake-callbacks");
        assertThat(blocked).isNotDone();
        assertThat(dispatcher.refused()).isZero();
        busy.countDown();
    }

    @Test
    void resultsOnTheirWayAtCloseStillArriveAndThenTheThreadEnds() throws Exception {
        CallbackDispatcher dispatcher = dispatcher(Runnable::run);
        CountDownLatch busy = new CountDownLatch(1);
        List<CompletableFuture<Void>> blocked = new ArrayList<>();
        for (int i = 0; i < Math.max(2, Runtime.getRuntime().availableProcessors()); i++) {
            blocked.add(deliverBlocked(dispatcher, busy));
        }
        CompletableFuture<Thread> waiting = deliver(dispatcher);

        dispatcher.close();
        assertThat(waiting).isNotDone();
        busy.countDown();

        Eventually.ends(ranOn(waiting));
        for (CompletableFuture<Void> callback : blocked) {
            callback.get(60, TimeUnit.SECONDS);
        }
    }

    private static CompletableFuture<Void> deliverBlocked(CallbackDispatcher dispatcher, CountDownLatch busy) {
        CheckFuture future = new CheckFuture(dispatcher);
        CompletableFuture<Void> blocked = future.thenRun(() -> awaitQuietly(busy));
        future.deliver(RESULT);
        return blocked;
    }

    @Test
    void closingFromACallbackDoesNotWaitForItself() throws Exception {
        CallbackDispatcher dispatcher = dispatcher(Runnable::run);
        CheckFuture future = new CheckFuture(dispatcher);
        CompletableFuture<Thread> closed = future.thenApply(result -> {
            dispatcher.close();
            return Thread.currentThread();
        });

        future.deliver(RESULT);

        Eventually.ends(ranOn(closed));
    }
}
