package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.workload.Job;
import java.util.concurrent.locks.LockSupport;

/** Spreads the starts of a job's checks evenly, if the job asks for it. */
final class StartPacer {
    private final long begin = System.nanoTime();
    private final long everyNanos;

    StartPacer(Job job) {
        this.everyNanos = job.startEveryNanos();
    }

    /** Waits for the start of this check, counted from 0; returns at once if it is past. */
    void await(int check) {
        long due = begin + check * everyNanos;
        for (long left = due - System.nanoTime(); everyNanos > 0 && left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
