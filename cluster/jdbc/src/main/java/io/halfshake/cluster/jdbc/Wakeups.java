package io.halfshake.cluster.jdbc;

import java.util.concurrent.TimeUnit;

/** Lets one thread wait for what others have for it. */
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
    synchronized void awaitClosed(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !isClosed; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /** Waits for so long, or until it is woken. */
    synchronized void await(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !isWoken && !isClosed; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        isWoken = false;
    }
}
