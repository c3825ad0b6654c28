package io.halfshake.linux;

import java.util.concurrent.atomic.AtomicBoolean;

/** How other threads end an event loop's sleep: an eventfd (eventfd(2)) that the loop polls, and never reads. */
final class WakeUp {
    private final EpollCalls calls;
    private final NativeMemory one = new NativeMemory(Long.BYTES);
    private final int descriptor;

    /** From before the loop looks for tasks for the last time until it has woken, or another thread has woken it. */
    private final AtomicBoolean asleep = new AtomicBoolean();

    private boolean closed;

    /** Throws with the system call and its error. */
    WakeUp(EpollCalls calls) {
        this.calls = calls;
        this.one.bytes.putLong(0, 1);
        this.descriptor = calls.eventFd();
        if (descriptor < 0) {
            throw new SystemCallException("eventfd(2)", -descriptor);
        }
    }

    int descriptor() {
        return descriptor;
    }

    /**
     * The loop's thread, before it looks for tasks for the last time and then sleeps.
     *
     * <p>The loop writes this flag and then reads the queue of tasks; another thread writes to the queue and then reads
     * the flag. All four are volatile, so at least one of the two sees what the other wrote: either the loop finds the
     * task, or the thread finds the loop asleep.
     */
    void beforeSleep() {
        asleep.set(true);
    }

    /** The loop's thread, once it has slept. */
    void afterSleep() {
        // Seen late, it costs a write that was not needed.
        asleep.lazySet(false);
    }

    /**
     * Any thread, once it has left something for the loop. The first one to find it asleep wakes it; for the loop's own
     * thread it never is. If this throws, the next one tries.
     */
    void wake() {
        if (!asleep.get() || !asleep.compareAndSet(true, false)) {
            return;
        }
        boolean woken = false;
        try {
            write();
            woken = true;
        } finally {
            if (!woken) {
                asleep.set(true);
            }
        }
    }

    /** Not once it is closed: the number of the descriptor may be another's by then. */
    private synchronized void write() {
        if (closed) {
            return;
        }
        // Each write is an edge, whatever the counter; it would be full after 2^64 of them.
        int written = calls.write(descriptor, one);
        if (written < 0) {
            throw new SystemCallException("write(eventfd)", -written);
        }
    }

    /** The loop's thread. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            calls.close(descriptor);
        }
    }
}
