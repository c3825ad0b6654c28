package io.halfshake.server.store;

import java.util.concurrent.TimeUnit;

/** How long to wait after failures in a row: doubled with each. One writer needs nothing random. */
final class StoreBackoff {
    static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Short, since what waits is bounded. */
    static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int MAX_DOUBLINGS = 10;

    private StoreBackoff() {}

    /** After this many failures, from 1. */
    static long delayNanos(int failures) {
        return Math.min(MAX_NANOS, FIRST_NANOS << Math.min(failures - 1, MAX_DOUBLINGS));
    }
}
