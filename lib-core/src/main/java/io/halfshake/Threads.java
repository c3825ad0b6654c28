package io.halfshake;

import java.util.concurrent.TimeUnit;

/** What the JDK's threads leave to be written by hand. */
final class Threads {
    private Threads() {}

    /** Waits for a thread's end, for a bounded time, and not at all for the current one. Keeps the interrupt flag. */
    static void joinUninterruptibly(Thread thread, long millis) {
        if (thread == Thread.currentThread()) {
            return;
        }
        boolean interrupted = false;
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (thread.isAlive()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                break;
            }
            try {
                thread.join(left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
