package io.halfshake.linux;

import java.util.concurrent.atomic.AtomicInteger;

/** How other threads end an event loop's sleep: an eventfd (eventfd(2)) that the loop polls, and never reads. */
final class WakeUp {
    private final EpollCalls calls;
    private final NativeMemory one = new NativeMemory(Long.BYTES);
    private final int descriptor;

    /**
     * Odd while the loop is asleep: from before it looks for tasks for the last time until it has woken, or another
     * thread has woken it. It only grows, so that a thread which was held up does not take one sleep for another.
     */
    private final AtomicInteger stage = new AtomicInteger();

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
     * <p>The loop writes the stage and then reads the queue of tasks; another thread writes to the queue and then reads
     * the stage. All four are volatile, so at least one of the two sees what the other wrote: either the loop finds the
     * task, or the thread finds the loop asleep.
     */
    void beforeSleep() {
        stage.set((stage.get() + 1) | 1);
    }

    /** The loop's thread, once it has slept. */
    void afterSleep() {
        int last = stage.get();
        if (isAsleep(last)) {
            // Seen late, it costs a write that was not needed.
            stage.lazySet(last + 1);
        }
    }

    private static boolean isAsleep(int stage) {
        return (stage & 1) != 0;
    }

    /**
     * Any thread, once it has left something for the loop: wakes it, if it is asleep and no other thread has woken it
     * since it fell asleep. If this throws, it may sleep on, and whoever comes next tries again.
     */
    void wake() {
        int seen = stage.get();
        if (isAsleep(seen)) {
            write(seen);
        }
    }

    /** Not once it is closed: the number of the descriptor may be another's by then. */
    private synchronized void write(int seen) {
        if (closed || stage.get() != seen) {
            return;
        }
        // Each write is an edge, whatever the counter; it would be full after 2^64 of them.
        int written = calls.write(descriptor, one);
        if (written < 0) {
            throw new SystemCallException("write(eventfd)", -written);
        }
        // Only now: a thread that finds the loop awake relies on it. By then it may have woken by itself.
        boolean unused = stage.compareAndSet(seen, seen + 1);
    }

    /** The loop's thread. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            calls.close(descriptor);
        }
    }
}
