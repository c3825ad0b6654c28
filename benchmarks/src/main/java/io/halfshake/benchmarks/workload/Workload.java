package io.halfshake.benchmarks.workload;

/** What is checked. For one thread. */
public interface Workload extends AutoCloseable {
    /** For a heading. */
    String name();

    Targets targets();

    /** The result that a check should have. */
    Expected expected();

    /** Long enough for an answer, however busy this machine is. */
    default long timeoutMillis() {
        return 10_000;
    }

    /** Whether the targets are hosts of the lab, so that a contender that checks hosts, not ports, can take part. */
    default boolean isInLab() {
        return false;
    }

    /** Prepares the targets, which another workload may have used meanwhile. */
    default void prepare() {}

    /** The total number of completed handshakes, those that {@code accept()} would return. */
    long completedHandshakes();

    @Override
    default void close() {}
}
