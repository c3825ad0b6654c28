package io.halfshake.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what another thread is about to do, for a bounded time. */
final class Await {
    /** Far more than anything here takes, even on a machine that is busy with something else. */
    private static final long THREAD_END_MILLIS = 10_000;

    private Await() {}

    /** Looks again and again, at first at once and then every millisecond. False if the time is up or on interrupt. */
    static boolean until(BooleanSupplier condition, Duration timeout) {
        long nanos = Nanos.notNegative("timeout", timeout);
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start >= nanos || Thread.currentThread().isInterrupted()) {
                return condition.getAsBoolean();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
        return true;
    }

    /** Waits for a thread's end, and not at all for the current one. Keeps the interrupt flag. */
    static void end(Thread thread) {
        if (thread == Thread.currentThread()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            thread.join(THREAD_END_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
