package io.halfshake.monitor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The JDK's timer, for those who have no thread of their own. */
final class Timers {
    private Timers() {}

    /** Runs a task once, later, on the JDK's common pool; what is returned takes it back. */
    static Runnable later(long nanos, Runnable task) {
        CompletableFuture<Boolean> due =
                new CompletableFuture<Boolean>().completeOnTimeout(true, nanos, TimeUnit.NANOSECONDS);
        // Not on the JDK's timer thread, which everybody shares.
        var unused = due.thenAccept(isDue -> {
            if (isDue) {
                due.defaultExecutor().execute(task);
            }
        });
        // Completed rather than cancelled: only that takes it out of the timer's queue before JDK 21.
        return () -> due.complete(false);
    }
}
