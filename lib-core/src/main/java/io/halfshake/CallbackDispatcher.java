package io.halfshake;

import io.halfshake.internal.Threads;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Takes results from the threads that do I/O to where user code may run: the user's executor, or a small pool of our
 * own. A user's executor that refuses, or runs the task at once on the submitting thread (as a full pool with a
 * caller-runs policy does), is passed over for our pool: a result is never lost, and user code never runs on an I/O
 * thread.
 */
final class CallbackDispatcher implements AutoCloseable {
    /** A callback may hang for ever, and closing must not. */
    private static final long CLOSE_WAIT_MILLIS = 250;

    private static final long IDLE_SECONDS = 5;

    /** One callback that blocks must not hold up all others. */
    private static final int FEWEST_THREADS = 2;

    private final Executor executor;
    private final LongAdder refused = new LongAdder();
    private final ThreadPoolExecutor own;
    private final ThreadLocal<Boolean> dispatching = ThreadLocal.withInitial(() -> false);

    /** Without an executor of the user's, our own pool is the executor. */
    CallbackDispatcher(@Nullable Executor executor) {
        int threads = Math.max(FEWEST_THREADS, Runtime.getRuntime().availableProcessors());
        this.own = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newThread);
        own.allowCoreThreadTimeOut(true);
        this.executor = executor == null ? own : executor;
    }

    /** A thread that runs callbacks for one checker. */
    private static final class CallbackThread extends Thread {
        final CallbackDispatcher dispatcher;

        CallbackThread(CallbackDispatcher dispatcher, Runnable task) {
            super(task, "halfshake-callbacks");
            this.dispatcher = dispatcher;
            setDaemon(true);
        }
    }

    Executor executor() {
        return executor;
    }

    void dispatch(CheckFuture future) {
        dispatching.set(true);
        try {
            executor.execute(future);
        } catch (RuntimeException | Error e) {
            handOver(future);
        } finally {
            dispatching.set(false);
        }
    }

    /** Whether this very thread is inside {@link #dispatch}: user code that runs here would run on an I/O thread. */
    boolean isDispatchingHere() {
        return dispatching.get();
    }

    /** Completes the future on our own thread. */
    void handOver(CheckFuture future) {
        refused.increment();
        try {
            own.execute(future);
        } catch (RejectedExecutionException closed) {
            // The checker is closed, but an executor brought the result back only now: it must still arrive.
            newThread(future).start();
        } catch (OutOfMemoryError noThread) {
            // The next thread that can be had finds it there.
            own.getQueue().add(future);
        }
    }

    /** Runs somebody else's code, of which nobody awaits anything, on our own threads. */
    void run(Runnable task) {
        try {
            own.execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            System.getLogger("io.halfshake").log(Level.DEBUG, "no thread to cancel a look-up on", e);
        }
    }

    private Thread newThread(Runnable task) {
        return new CallbackThread(this, task);
    }

    long refused() {
        return refused.sum();
    }

    /** Lets the results on their way be handed over; waits for that, unless a callback is what closes the checker. */
    @Override
    public void close() {
        own.shutdown();
        boolean closedByCallback = Thread.currentThread() instanceof CallbackThread thread && thread.dispatcher == this;
        if (!closedByCallback) {
            Threads.awaitUninterruptibly(own, CLOSE_WAIT_MILLIS);
        }
    }
}
