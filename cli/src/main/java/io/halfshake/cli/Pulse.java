package io.halfshake.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs something ten times a second until it is closed. */
final class Pulse implements AutoCloseable {
    private static final long INTERVAL_NANOS = 100_000_000;

    private final CountDownLatch closed = new CountDownLatch(1);

    void start(Runnable action) {
        Thread thread = new Thread(() -> run(action), "halfshake-pulse");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Runnable action) {
        try {
            while (!closed.await(INTERVAL_NANOS, TimeUnit.NANOSECONDS)) {
                action.run();
            }
        } catch (InterruptedException e) {
            // Nobody but the end of the process interrupts it.
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
