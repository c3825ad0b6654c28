package io.halfshake.benchmarks;

/** What is checked. For one thread. */
interface Work extends AutoCloseable {
    /** In words, for a heading. */
    String name();

    Targets targets();

    /** What a check should find. */
    Expected expected();

    long timeoutMillis();

    /** Whether the targets are hosts of the lab, so that a contender that asks hosts, not ports, can take part. */
    boolean isInLab();

    /** Makes the targets ready, which may have played another work meanwhile. */
    default void begin() {}

    /** How many handshakes were ever completed, which {@code accept()} would return. */
    long completedHandshakes();

    @Override
    default void close() {}
}
