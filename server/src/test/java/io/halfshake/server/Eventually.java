package io.halfshake.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread is about to do. The bound is for a product that is broken, not for a slow machine. */
public final class Eventually {
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(60);

    private Eventually() {}

    public static void holds(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + MAX_NANOS;
        while (!condition.getAsBoolean()) {
            if (end - System.nanoTime() < 0) {
                throw new AssertionError("never came true: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
        }
    }
}
