package io.halfshake.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What the JDK's threads leave to be written by hand. */
public final class Threads {
    private Threads() {}

    /** Waits for a thread's end, for a bounded time, and not at all for the current one. Keeps the interrupt flag. */
    public static void joinUninterruptibly(Thread thread, long millis) {
        if (thread != Thread.currentThread()) {
            waitUninterruptibly(millis, left -> {
                thread.join(left);
                return !thread.isAlive();
            });
        }
    }

    /** Waits for a pool's end, for a bounded time. Keeps the interrupt flag. */
    public static void awaitUninterruptibly(ExecutorService pool, long millis) {
        waitUninterruptibly(millis, left -> pool.awaitTermination(left, TimeUnit.MILLISECONDS));
    }

    /** Whether a future completes normally within a bounded time. Keeps the interrupt flag. */
    public static boolean completesNormally(CompletableFuture<?> future, long millis) {
        waitUninterruptibly(millis, left -> {
            try {
                future.get(left, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException | CancellationException e) {
                // The state of the future tells.
                return future.isDone();
            }
            return true;
        });
        return future.isDone() && !future.isCompletedExceptionally();
    }

    private interface Wait {
        boolean isOver(long leftMillis) throws InterruptedException;
    }

    private static void waitUninterruptibly(long millis, Wait wait) {
        boolean interrupted = false;
        boolean over = false;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = millis; !over && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
            try {
                over = wait.isOver(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
