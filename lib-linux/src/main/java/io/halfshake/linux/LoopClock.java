package io.halfshake.linux;

import java.util.concurrent.locks.LockSupport;

/** The time of an event loop, which tests replace. */
interface LoopClock {
    LoopClock SYSTEM = new LoopClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void pause(long nanos) {
            // With its flag set, a thread does not park.
            boolean unused = Thread.interrupted();
            LockSupport.parkNanos(nanos);
        }
    };

    long nanoTime();

    void pause(long nanos);
}
