package io.halfshake.cluster.jdbc;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Lets threads wait until another one has something for them, or the log is closed. */
final class Wakeups {
    private boolean isWoken;
    private boolean isClosed;

    /** The next call of {@link #await}, or the one under way, returns at once. */
    synchronized void wake() {
        isWoken = true;
        notifyAll();
    }

    /** No call waits any more. */
    synchronized void close() {
        isClosed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return isClosed;
    }

    /** Waits for so long, or until it is closed. */
    void awaitClosed(long nanos) throws InterruptedException {
        await(nanos, () -> isClosed);
    }

    /** Waits for so long, or until it is woken. */
    synchronized void await(long nanos) throws InterruptedException {
        await(nanos, () -> isWoken || isClosed);
        isWoken = false;
    }

    private synchronized void await(long nanos, BooleanSupplier isOver) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !isOver.getAsBoolean(); left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
