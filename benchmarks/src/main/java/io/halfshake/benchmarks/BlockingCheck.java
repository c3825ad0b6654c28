package io.halfshake.benchmarks;

import java.net.InetSocketAddress;

/** A check that holds its thread until it is over. For any thread. */
interface BlockingCheck {
    /** Checks a target, or throws if it can tell nothing of it. */
    Expected check(InetSocketAddress target, int timeoutMillis) throws Exception;
}
