package io.halfshake.monitor;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Time and chance, as a diagnosis needs them. */
interface DiagnosisTime {
    DiagnosisTime SYSTEM = new DiagnosisTime() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Runnable later(long nanos, Runnable task) {
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

        @Override
        public int random(int bound) {
            return ThreadLocalRandom.current().nextInt(bound);
        }
    };

    long nanoTime();

    /** Runs a task once, later; what is returned takes it back. */
    Runnable later(long nanos, Runnable task);

    /** From 0 to less than the bound. */
    int random(int bound);
}
