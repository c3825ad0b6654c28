package io.halfshake.diagnosis;

import io.halfshake.internal.DelayedTask;
import java.util.concurrent.ThreadLocalRandom;

/** Time and chance, as a diagnosis needs them. */
interface DiagnosisTime {
    DiagnosisTime SYSTEM = new DiagnosisTime() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public Runnable later(long nanos, Runnable task) {
            return DelayedTask.schedule(nanos, task);
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
