package io.halfshake.internal;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What must work even where the heap is full. */
public final class FailSafe {
    private static final long RETRY_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private FailSafe() {}

    /** Locks. Before JDK 21 a contended lock allocates, and throws where it cannot. */
    public static void lock(ReentrantLock lock) {
        try {
            lock.lock();
        } catch (OutOfMemoryError e) {
            while (!lock.tryLock()) {
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /** Throws what was caught earlier, after all else was done; returns if nothing was. */
    public static void rethrow(@Nullable Throwable caught) {
        if (caught instanceof Error error) {
            throw error;
        }
        if (caught instanceof RuntimeException exception) {
            throw exception;
        }
    }

    /** Logs what was caught, and throws nothing: what made the one fail may make the other fail too. */
    public static void log(Level level, String text, @Nullable Throwable caught) {
        try {
            System.getLogger("io.halfshake").log(level, text, caught);
        } catch (Throwable e) {
            // Nowhere else to report it.
        }
    }
}
