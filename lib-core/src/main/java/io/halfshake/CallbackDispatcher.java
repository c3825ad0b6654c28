package io.halfshake;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Takes results from the threads that do I/O to the executor where user code may run. An executor that refuses, or runs
 * the task at once on the submitting thread (as a full pool with a caller-runs policy does), is passed over for a
 * thread of our own: a result is never lost, and user code never runs on an I/O thread.
 */
final class CallbackDispatcher implements AutoCloseable {
    /** A callback may hang for ever, and closing must not. */
    private static final long CLOSE_WAIT_MILLIS = 250;

    private final Executor executor;
    private final LongAdder refused = new LongAdder();
    private final ThreadPoolExecutor fallback;
    private volatile @Nullable Thread fallbackThread;

    CallbackDispatcher(Executor executor) {
        this.executor = executor;
        this.fallback = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = newThread(task);
            fallbackThread = thread;
            return thread;
        });
        fallback.allowCoreThreadTimeOut(true);
    }

    Executor executor() {
        return executor;
    }

    void dispatch(CheckFuture future) {
        future.submittedBy(Thread.currentThread());
        try {
            executor.execute(future);
        } catch (RuntimeException | Error e) {
            handOver(future);
        } finally {
            future.submittedBy(null);
        }
    }

    /** Completes the future on our own thread. */
    void handOver(CheckFuture future) {
        refused.increment();
        try {
            fallback.execute(future);
        } catch (RejectedExecutionException closed) {
            // The checker is closed, but an executor brought the result back only now: it must still arrive.
            newThread(future).start();
        }
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "halfshake-callbacks");
        thread.setDaemon(true);
        return thread;
    }

    long refused() {
        return refused.sum();
    }

    /** Lets the results on their way be handed over; waits for that, unless a callback is what closes the checker. */
    @Override
    public void close() {
        fallback.shutdown();
        if (Thread.currentThread() != fallbackThread) {
            Threads.awaitUninterruptibly(fallback, CLOSE_WAIT_MILLIS);
        }
    }
}
