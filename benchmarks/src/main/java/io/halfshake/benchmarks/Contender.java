package io.halfshake.benchmarks;

import java.net.InetSocketAddress;

/** A way to check a listener that answers. */
interface Contender extends AutoCloseable {
    String name();

    /** Makes so many checks, so many of them at once, and returns when the last is over. Throws if one was not answered. */
    void run(InetSocketAddress target, int checks, int inFlight) throws Exception;

    @Override
    void close();
}
