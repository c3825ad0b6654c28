package io.halfshake.server.store;

import io.halfshake.internal.FailSafe;
import io.halfshake.internal.Threads;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The thread that writes. It is never interrupted: an interrupt closes the file of an embedded database. */
final class StoreThread {
    /** Between attempts of the end, which has no time for longer ones. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final HistoryWriter writer;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /** When the last part begins at the latest; set before {@link #closing}. */
    private volatile long end;

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
            wait = turn();
        }
        try {
            writer.finish(() -> leftNanos() > 0, this::mayTryAgain);
        } catch (RuntimeException | Error e) {
            FailSafe.log(Level.ERROR, "store: not finished", e);
        }
    }

    private long leftNanos() {
        return end - System.nanoTime();
    }

    private boolean mayTryAgain() {
        if (leftNanos() <= RETRY_NANOS) {
            return false;
        }
        // An interrupt that is left behind would end each pause at once.
        boolean unused = Thread.interrupted();
        LockSupport.parkNanos(this, RETRY_NANOS);
        return true;
    }

    /**
     * The writer reports what fails. If that fails too, such as for want of memory, the thread goes on all the same.
     */
    private long turn() {
        try {
            return writer.turn();
        } catch (RuntimeException | Error e) {
            FailSafe.log(Level.ERROR, "store: turn failed", e);
            return StoreBackoff.MAX_NANOS;
        }
    }

    private boolean isClosing(long waitNanos) {
        try {
            return closing.await(waitNanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // By nothing of the watcher's. The file is closed with the next call, and opened anew.
            return closing.getCount() == 0;
        }
    }

    /** Has it write all that is left, and waits for that, no longer than this. Logs where it takes longer. */
    void close(Duration longest) {
        end = System.nanoTime() + longest.multipliedBy(4).dividedBy(5).toNanos();
        closing.countDown();
        Threads.joinUninterruptibly(thread, longest.toMillis());
        if (thread.isAlive()) {
            writer.reportLeft();
        }
    }
}
