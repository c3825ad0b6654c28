package io.halfshake.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs an action ten times a second until it is closed. */
public final class RefreshTimer implements AutoCloseable {
    private static final long INTERVAL_NANOS = 100_000_000;

    private final CountDownLatch closed = new CountDownLatch(1);

    public void start(Runnable action) {
        Thread thread = new Thread(() -> run(action), "halfshake-refresh");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Runnable action) {
        try {
            while (!closed.await(INTERVAL_NANOS, TimeUnit.NANOSECONDS)) {
                action.run();
            }
        } catch (InterruptedException e) {
            // Only the end of the process interrupts it.
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
