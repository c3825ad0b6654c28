package io.halfshake.retry;

import io.halfshake.internal.DelayedTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** How attempts wait for each other. */
interface RetryTime {
    RetryTime SYSTEM = new RetryTime() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public boolean sleep(long nanos) {
            try {
                TimeUnit.NANOSECONDS.sleep(nanos);
                return !Thread.currentThread().isInterrupted();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public Runnable later(long nanos, Runnable task) {
            return DelayedTask.schedule(nanos, task);
        }

        @Override
        public double random() {
            return ThreadLocalRandom.current().nextDouble();
        }
    };

    long nanoTime();

    /** Returns false, with the thread's flag set, if it is interrupted. */
    boolean sleep(long nanos);

    /** Runs a task once, later; what is returned takes it back. */
    Runnable later(long nanos, Runnable task);

    /** From 0 to less than 1. */
    double random();
}
