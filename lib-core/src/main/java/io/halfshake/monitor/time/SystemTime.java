package io.halfshake.monitor.time;

import io.halfshake.internal.Threads;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Real time, and a thread for each monitor. */
final class SystemTime implements MonitorTime {
    static final SystemTime INSTANCE = new SystemTime();

    private final UptimeClock clock = UptimeClock.ofSystem();

    private SystemTime() {}

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public Instant wallTime() {
        return Instant.now();
    }

    @Override
    public Drive drive(LongSupplier turn) {
        TurnThread driver = new TurnThread(turn);
        driver.thread.start();
        return driver;
    }

    /** Calls the turn, and sleeps for as long as it returned. */
    private static final class TurnThread implements Drive, Runnable {
        private static final long CLOSE_WAIT_MILLIS = 5_000;

        final MonitorThread thread = new MonitorThread(this);
        private final LongSupplier turn;
        private volatile boolean stopped;

        TurnThread(LongSupplier turn) {
            this.turn = turn;
        }

        @Override
        public void run() {
            while (!stopped) {
                long nanos = turn.getAsLong();
                // A checker that leaves its interrupt behind would keep this thread from ever sleeping.
                boolean unused = Thread.interrupted();
                if (nanos > 0 && !stopped) {
                    LockSupport.parkNanos(this, nanos);
                }
            }
        }

        @Override
        public void wake() {
            LockSupport.unpark(thread);
        }

        @Override
        public void close() {
            stopped = true;
            LockSupport.unpark(thread);
            Threads.joinUninterruptibly(thread, CLOSE_WAIT_MILLIS);
        }
    }
}
