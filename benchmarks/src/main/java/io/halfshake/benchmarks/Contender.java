package io.halfshake.benchmarks;

import java.io.IOException;

/** Somebody who makes checks, in a process of his own. For one thread. */
interface Contender extends AutoCloseable {
    String name();

    /** What its checks should be on the wire. */
    WireKind wire();

    Turn run(Job job) throws IOException, InterruptedException;

    @Override
    void close();
}
