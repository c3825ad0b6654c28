package io.halfshake.internal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A task that is run later by the JDK's timer, for code without a thread of its own. */
public final class DelayedTask {
    private DelayedTask() {}

    /** Runs a task once, later, on the JDK's common pool; what is returned takes it back. */
    public static Runnable schedule(long nanos, Runnable task) {
        CompletableFuture<Boolean> due =
                new CompletableFuture<Boolean>().completeOnTimeout(true, nanos, TimeUnit.NANOSECONDS);
        // Not on the JDK's timer thread, which the whole process shares.
        var unused = due.thenAccept(isDue -> {
            if (isDue) {
                due.defaultExecutor().execute(task);
            }
        });
        // Completed rather than cancelled: only that takes it out of the timer's queue before JDK 21.
        return () -> due.complete(false);
    }
}
