package io.halfshake.server.web;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many requests are being answered, and whether the server is about to stop. */
final class Running {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition none = lock.newCondition();
    private int count;
    private boolean stopping;

    /** Counts one more; false where the server is about to stop. Each call wants an {@link #end}. */
    boolean begin() {
        lock.lock();
        try {
            count++;
            return !stopping;
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            count--;
            if (count == 0) {
                none.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void stop() {
        lock.lock();
        try {
            stopping = true;
        } finally {
            lock.unlock();
        }
    }

    /** False where some were running for longer, or the thread was interrupted, whose flag is set again. */
    boolean awaitNone(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (count > 0 && left > 0) {
                left = none.awaitNanos(left);
            }
            return count == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
