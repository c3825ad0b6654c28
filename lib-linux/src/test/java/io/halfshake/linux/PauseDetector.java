package io.halfshake.linux;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures the pauses of its process: a thread sleeps for a moment, again and again, and sees how long that took. */
final class PauseDetector implements Runnable, AutoCloseable {
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private volatile long seenAt = System.nanoTime();
    private volatile long longestNanos;
    private volatile boolean closed;

    private PauseDetector() {}

    /** One that measures from now on, until it is closed or the process ends. */
    static PauseDetector start() {
        PauseDetector detector = new PauseDetector();
        Thread thread = new Thread(detector, "pause-detector");
        thread.setDaemon(true);
        thread.start();
        return detector;
    }

    @Override
    public void run() {
        while (!closed) {
            LockSupport.parkNanos(MOMENT_NANOS);
            long now = System.nanoTime();
            longestNanos = Math.max(longestNanos, now - seenAt);
            seenAt = now;
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Any thread: the longest one so far, a pause that has just ended included. */
    long longestNanos() {
        return Math.max(longestNanos, System.nanoTime() - seenAt);
    }
}
