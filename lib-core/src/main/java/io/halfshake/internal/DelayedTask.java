package io.halfshake.internal;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A task that is run later, for code without a thread of its own. Not by the JDK's timer: its thread never ends, and
 * refers to the class loader of the application that started it, which could then never be undeployed. Nor by the JDK's
 * common pool: where it once failed to start a thread, it may run nothing any more.
 */
public final class DelayedTask implements Runnable {
    private static final long IDLE_MILLIS = 500;

    /** What hangs on a thread of one application should not hold up the others' tasks. */
    private static final int MAX_THREADS = 64;

    private static final long FIRST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final ScheduledThreadPoolExecutor TIMER = timer(task -> newThread(task, "halfshake-timeouts"));

    private static final ThreadPoolExecutor POOL = pool(MAX_THREADS, task -> newThread(task, "halfshake-delayed"));

    private final Runnable task;
    private final ThreadPoolExecutor pool;
    private final @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
    private final AtomicBoolean over = new AtomicBoolean();

    private DelayedTask(Runnable task, ThreadPoolExecutor pool) {
        this.task = task;
        this.pool = pool;
    }

    static ScheduledThreadPoolExecutor timer(ThreadFactory threads) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, threads);
        timer.setKeepAliveTime(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
        // Else the thread would live until the last task that was taken back is due.
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Without a queue: what finds no thread waits on the timer thread, where it can be taken back. */
    static ThreadPoolExecutor pool(int maxThreads, ThreadFactory threads) {
        return new ThreadPoolExecutor(
                0, maxThreads, IDLE_MILLIS, TimeUnit.MILLISECONDS, new SynchronousQueue<>(), threads);
    }

    /** Applications may share it, so it keeps nothing of the one that happens to start it. */
    static Thread newThread(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    /**
     * Runs a task once, later, on a thread where user code may run, with the context class loader of this one; what is
     * returned takes it back.
     *
     * @throws OutOfMemoryError if there is no memory, or no thread; then the task is not run
     */
    public static Runnable schedule(long nanos, Runnable task) {
        return schedule(nanos, task, TIMER, POOL);
    }

    static Runnable schedule(long nanos, Runnable task, ScheduledThreadPoolExecutor timer, ThreadPoolExecutor pool) {
        DelayedTask delayed = new DelayedTask(task, pool);
        // Where schedule() cannot start the thread, it throws and keeps the task.
        boolean unused = timer.prestartCoreThread();
        Future<?> due = timer.schedule(delayed::handOver, nanos, TimeUnit.NANOSECONDS);
        return () -> {
            delayed.over.set(true);
            due.cancel(false);
        };
    }

    private void handOver() {
        for (long wait = FIRST_WAIT_NANOS; !over.get() && !isTaken(wait); ) {
            wait = Math.min(2 * wait, MAX_WAIT_NANOS);
        }
    }

    /** By an idle thread, or a new one; else by one that comes free meanwhile. */
    private boolean isTaken(long waitNanos) {
        try {
            pool.execute(this);
            return true;
        } catch (Throwable e) {
            // All are busy, or no more can be started.
            return isTakenByExisting(waitNanos);
        }
    }

    private boolean isTakenByExisting(long waitNanos) {
        try {
            return pool.getQueue().offer(this, waitNanos, TimeUnit.NANOSECONDS);
        } catch (Throwable e) {
            // Waiting needs memory too.
            LockSupport.parkNanos(this, waitNanos);
            return false;
        }
    }

    /** For the pool. */
    @Override
    public void run() {
        if (!over.getAndSet(true)) {
            Thread thread = Thread.currentThread();
            thread.setContextClassLoader(context);
            try {
                task.run();
            } finally {
                thread.setContextClassLoader(null);
            }
        }
    }
}
