package io.halfshake.linux;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Something that keeps a thread from its work for a while. */
final class Stall {
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Stall() {}

    /**
     * Lasts at least that long. In slices: a pause of the whole machine, during which the kernel sends nothing either,
     * uses up one of them and not all.
     */
    static void of(Duration length) {
        for (long left = length.toNanos(); left > 0; left -= SLICE_NANOS) {
            park(Math.min(left, SLICE_NANOS));
        }
    }

    /** As the other, in one piece: where it must not last much longer. On a busy machine each slice ends late. */
    static void inOnePiece(Duration length) {
        park(length.toNanos());
    }

    private static void park(long nanos) {
        long start = System.nanoTime();
        for (long rest = nanos; rest > 0; rest = nanos - (System.nanoTime() - start)) {
            LockSupport.parkNanos(rest);
        }
    }
}
