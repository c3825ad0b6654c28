package io.halfshake.linux;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Counts what must be gone: some of it ends a little later than it was told to, or after an engine's close(). */
final class Leftovers {
    private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private Leftovers() {}

    /** What is still there. */
    interface Count<E extends Exception> {
        long get() throws E;
    }

    /** The count once it is not positive, or after a minute. */
    static <E extends Exception> long of(Count<E> count) throws E {
        long start = System.nanoTime();
        long left = count.get();
        while (left > 0 && System.nanoTime() - start < TIMEOUT_NANOS) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
            left = count.get();
        }
        return left;
    }
}
