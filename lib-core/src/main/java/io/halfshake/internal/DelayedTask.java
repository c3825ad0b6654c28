package io.halfshake.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A task that is run later, for code without a thread of its own. Not by the JDK's timer: its thread never ends, and
 * refers to the class loader of the application that started it, which could then never be undeployed.
 */
public final class DelayedTask {
    private static final long IDLE_MILLIS = 500;

    private static final Executor COMMON_POOL = new CompletableFuture<>().defaultExecutor();

    private static final ScheduledThreadPoolExecutor TIMER = timer();

    private DelayedTask() {}

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "halfshake-timeouts");
            thread.setDaemon(true);
            // It runs no user code, and a container would report it as a leak.
            thread.setContextClassLoader(null);
            return thread;
        });
        timer.setKeepAliveTime(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
        // Else the thread would live until the last task that was taken back is due.
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Runs a task once, later, on the JDK's common pool; what is returned takes it back. */
    public static Runnable schedule(long nanos, Runnable task) {
        Future<?> due = TIMER.schedule(() -> COMMON_POOL.execute(task), nanos, TimeUnit.NANOSECONDS);
        return () -> due.cancel(false);
    }
}
