package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.workload.Job;

/** A way to make checks from Java, run in a JVM of its own. */
interface Prober extends AutoCloseable {
    /** Makes the checks of one turn, adds their results to the counts, and returns when the last has ended. */
    void run(Job job, Counts counts) throws Exception;

    @Override
    void close();
}
