package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.workload.Expected;
import java.net.InetSocketAddress;

/** A check that blocks its thread. Safe for use by many threads. */
interface BlockingCheck extends AutoCloseable {
    /** Checks a target, or throws if the check has no result. */
    Expected check(InetSocketAddress target, int timeoutMillis) throws Exception;

    @Override
    default void close() {}
}
