package io.halfshake.internal;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Runs user code away from the threads that submit it: on the user's executor, or on a small pool of its own. A user's
 * executor that refuses a task, or that runs it inside {@code execute} (as a full pool with a caller-runs policy does),
 * is bypassed for that pool: no callback is lost, and none runs on an I/O thread.
 */
public final class CallbackExecutor implements AutoCloseable {
    /** A callback may hang forever, and closing must not. */
    private static final long CLOSE_WAIT_MILLIS = 250;

    private static final long IDLE_SECONDS = 5;

    /**
     * Whether this thread is inside an executor's {@code execute}. One for all instances: an executor that runs earlier
     * tasks there may have them from another instance.
     */
    private static final ThreadLocal<Boolean> SUBMITTING = ThreadLocal.withInitial(() -> false);

    private final long closeWaitMillis;
    private final Executor executor;
    private final LongAdder refused = new LongAdder();
    private final ThreadFactory threadFactory;
    private final ThreadPoolExecutor own;

    /** A pool is terminated a moment before its threads are. */
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    /**
     * Starts no thread yet.
     *
     * @param executor the user's; null for the pool alone
     * @param threadName of the pool's threads
     * @param minThreads that many callbacks may hang before others wait for a thread
     */
    public CallbackExecutor(@Nullable Executor executor, String threadName, int minThreads) {
        this(executor, threadName, minThreads, null);
    }

    /** With threads of another factory, for tests. */
    public CallbackExecutor(
            @Nullable Executor executor, String threadName, int minThreads, @Nullable ThreadFactory factory) {
        this(executor, threadName, minThreads, factory, CLOSE_WAIT_MILLIS);
    }

    CallbackExecutor(
            @Nullable Executor executor,
            String threadName,
            int minThreads,
            @Nullable ThreadFactory factory,
            long closeWaitMillis) {
        this.closeWaitMillis = closeWaitMillis;
        ThreadFactory made = factory == null ? task -> new CallbackThread(this, threadName, task) : factory;
        this.threadFactory = made;
        int threads = Math.max(minThreads, Runtime.getRuntime().availableProcessors());
        this.own = new ThreadPoolExecutor(
                threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::newPoolThread);
        own.allowCoreThreadTimeOut(true);
        this.executor = executor == null ? own : executor;
    }

    /** It is remembered once it runs: one that cannot be started would be kept. */
    private Thread newPoolThread(Runnable worker) {
        return threadFactory.newThread(() -> {
            threads.removeIf(earlier -> !earlier.isAlive());
            threads.add(Thread.currentThread());
            worker.run();
        });
    }

    /**
     * User code that is waiting to run. It may be run twice, and not only once it is over: by an executor that takes it
     * and then refuses it, above all.
     */
    public interface Callback extends Runnable {
        /** Calls the user code, unless {@link CallbackExecutor#takesOver} is true on this thread. */
        @Override
        void run();

        /** It waits in the pool's queue, for the next thread that can be had. */
        void queued();

        boolean isQueued();
    }

    private static final class CallbackThread extends Thread {
        final CallbackExecutor owner;

        CallbackThread(CallbackExecutor owner, String name, Runnable task) {
            super(task, name);
            this.owner = owner;
            setDaemon(true);
        }
    }

    /** The user's, or the pool where there is none. */
    public Executor executor() {
        return executor;
    }

    /**
     * Has the callback run where user code may run.
     *
     * @throws OutOfMemoryError if there is no memory, or no thread; where the callback {@linkplain Callback#isQueued()
     *     is queued}, it runs on the next thread that can be had, else it is to be executed again later
     */
    public void execute(Callback callback) {
        boolean nested = SUBMITTING.get();
        SUBMITTING.set(true);
        try {
            executor.execute(callback);
        } catch (Throwable e) {
            executeOnPool(callback);
        } finally {
            SUBMITTING.set(nested);
        }
    }

    /**
     * Whether this thread is inside {@link #execute}, so that user code that ran here would run on the thread that
     * submits it. The callback is then moved to the pool.
     */
    public boolean takesOver(Callback callback) {
        boolean here = isSubmittingHere();
        if (here) {
            executeOnPool(callback);
        }
        return here;
    }

    private static boolean isSubmittingHere() {
        try {
            return SUBMITTING.get();
        } catch (OutOfMemoryError e) {
            // Only a thread that has never submitted anything has to allocate for that.
            return false;
        }
    }

    private void executeOnPool(Callback callback) {
        if (!callback.isQueued()) {
            refused.increment();
        }
        try {
            own.execute(callback);
        } catch (RejectedExecutionException closed) {
            // This is closed, but an executor returned the callback only now: it must still run.
            threadFactory.newThread(callback).start();
        } catch (OutOfMemoryError noThread) {
            // A thread that there is already finds it there. Where there is none, it is executed again.
            if (!callback.isQueued()) {
                own.getQueue().add(callback);
                callback.queued();
            }
            throw noThread;
        }
    }

    /** Runs user code that is not waited for, on the pool; not at all where it has no thread. */
    public void runOnPool(Runnable task) {
        try {
            own.execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            FailSafe.log(Level.DEBUG, "no thread to cancel a look-up on", e);
        }
    }

    private boolean isCallbackThread() {
        return Thread.currentThread() instanceof CallbackThread thread && thread.owner == this;
    }

    /** How many callbacks wait for a thread of the pool. */
    public int waiting() {
        return own.getQueue().size();
    }

    /** How many callbacks the user's executor refused, or would have run on the submitting thread. */
    public long refused() {
        return refused.sum();
    }

    /** Whether {@link #execute} calls code of the user, which may make its caller wait. */
    public boolean hasUserExecutor() {
        return executor != own;
    }

    /**
     * Runs what calls {@link #execute}, for a thread that must not wait: on the pool where that calls code of the user.
     * On this thread where the pool has none.
     */
    public void submitWithoutWaiting(Runnable submission) {
        if (!hasUserExecutor()) {
            submission.run();
            return;
        }
        try {
            own.execute(submission);
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            submission.run();
        }
    }

    /**
     * Lets the pool run what it was given; waits for that for a bounded time, unless a callback of the pool closes it.
     */
    @Override
    public void close() {
        close(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(closeWaitMillis));
    }

    /** The same, after the pool has run this, which may wait for long. On this thread where the pool has none. */
    public void closeAfter(Runnable last) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(closeWaitMillis);
        try {
            CompletableFuture<Void> ended = new CompletableFuture<>();
            own.execute(() -> {
                try {
                    last.run();
                } finally {
                    ended.complete(null);
                }
            });
            if (!isCallbackThread()) {
                Threads.completesNormally(ended, closeWaitMillis);
            }
        } catch (RejectedExecutionException | OutOfMemoryError e) {
            last.run();
        } finally {
            close(end);
        }
    }

    private void close(long end) {
        own.shutdown();
        if (!isCallbackThread()) {
            Threads.awaitUninterruptibly(own, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            if (own.isTerminated()) {
                for (Thread thread : threads) {
                    Threads.joinUninterruptibly(thread, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
                }
            }
        }
        // What the last thread left when it died for want of memory runs on the thread that closes.
        while (own.getPoolSize() == 0) {
            Runnable left = own.getQueue().poll();
            if (left == null) {
                return;
            }
            left.run();
        }
    }
}
