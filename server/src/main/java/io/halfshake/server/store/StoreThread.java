package io.halfshake.server.store;

import io.halfshake.internal.Threads;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The thread that writes. It is never interrupted: an interrupt closes the file of an embedded database. */
final class StoreThread {
    private final HistoryWriter writer;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    StoreThread(HistoryWriter writer) {
        this.writer = writer;
        this.thread = new Thread(this::run, "halfshake-store");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long wait = 0;
        while (!isClosing(wait)) {
            wait = writer.turn();
        }
        writer.finish();
    }

    private boolean isClosing(long waitNanos) {
        try {
            return closing.await(waitNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // By nothing of the watcher's. The file is closed with the next call, and opened anew.
            return closing.getCount() == 0;
        }
    }

    /** Has it write all that is left, and waits for that, no longer than this. */
    void close(Duration longest) {
        closing.countDown();
        Threads.joinUninterruptibly(thread, longest.toMillis());
    }
}
