package io.halfshake.benchmarks;

import java.util.concurrent.locks.LockSupport;

/** Spreads the starts of a job's checks in time, if it says so. */
final class Pace {
    private final long begin = System.nanoTime();
    private final long everyNanos;

    Pace(Job job) {
        this.everyNanos = job.startEveryNanos();
    }

    /** Returns when it is time for this check, counted from 0; at once if that is over. */
    void await(int check) {
        long due = begin + check * everyNanos;
        for (long left = due - System.nanoTime(); everyNanos > 0 && left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
