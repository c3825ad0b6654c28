package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.workload.Job;
import java.io.IOException;

/** A program or a library that checks, in a process of its own. For one thread. */
public interface Contender extends AutoCloseable {
    String name();

    /** What its checks should look like on the wire. */
    WireKind wire();

    Measurement run(Job job) throws IOException, InterruptedException;

    @Override
    void close();
}
