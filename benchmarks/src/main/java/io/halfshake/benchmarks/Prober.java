package io.halfshake.benchmarks;

/** A way to make checks from Java, run in a JVM of its own. */
interface Prober extends AutoCloseable {
    /** Makes the checks of one turn, and returns when the last is over. What each found goes to the tally. */
    void run(Job job, Tally tally) throws Exception;

    @Override
    void close();
}
