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
            long slice = Math.min(left, SLICE_NANOS);
            long start = System.nanoTime();
            for (long rest = slice; rest > 0; rest = slice - (System.nanoTime() - start)) {
                LockSupport.parkNanos(rest);
            }
        }
    }
}
