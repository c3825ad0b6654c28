package io.halfshake;

import io.halfshake.internal.Threads;
import java.util.concurrent.locks.LockSupport;

/** Fires timers in real time. Sleeps until the next timer; with none, until there is one. */
final class TimerThread implements AutoCloseable {
    private static final long RETRY_NANOS = 1_000_000;
    private static final long CLOSE_WAIT_MILLIS = 5_000;

    private final Timers timers = new Timers(System::nanoTime);
    private final Thread thread = new Thread(this::run, "halfshake-timer");
    private volatile boolean stopped;

    private TimerThread() {
        timers.onEarlierTimer(() -> LockSupport.unpark(thread));
        thread.setDaemon(true);
    }

    static TimerThread start() {
        TimerThread timerThread = new TimerThread();
        timerThread.thread.start();
        return timerThread;
    }

    Timers timers() {
        return timers;
    }

    private void run() {
        while (!stopped) {
            try {
                timers.advance();
            } catch (Throwable e) {
                // Nothing is known to throw here, but every deadline hangs on this thread, which tries again.
                LockSupport.parkNanos(this, RETRY_NANOS);
            }
            long nanos = timers.nanosToNext();
            if (nanos > 0 && !stopped) {
                LockSupport.parkNanos(this, nanos);
            }
        }
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
        Threads.joinUninterruptibly(thread, CLOSE_WAIT_MILLIS);
    }
}
