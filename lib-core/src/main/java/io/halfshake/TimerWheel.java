package io.halfshake;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Timers at a constant cost each, however many there are: a hashed wheel (Varghese and Lauck, "Hashed and Hierarchical
 * Timing Wheels", 1987, scheme 6). A timer never fires early, and late by at most a tick and the delay of the thread.
 */
final class TimerWheel {
    /** 2^19 ns, about half a millisecond: a tenth of the lateness that is allowed at full load. */
    private static final int TICK_SHIFT = 19;

    /** With the tick above one turn takes 1.07 s, so that most timeouts are reached in their first turn. */
    private static final int BUCKETS = 2_048;

    static final long TICK_NANOS = 1L << TICK_SHIFT;

    private static final long NOTHING_DUE = Long.MAX_VALUE;

    /** Something to be done at a time. At most one wheel and one time each; links live in the timer itself. */
    abstract static class Timer {
        private @Nullable Timer previous;
        private @Nullable Timer next;
        private long tick;
        private boolean linked;

        /** Called without a lock held. The timer is no longer in the wheel and may be scheduled again. */
        abstract void due(long now);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final LongSupplier clock;
    private final long origin;
    private final @Nullable Timer[] buckets = new @Nullable Timer[BUCKETS];
    private Runnable wake = () -> {};
    private long lastTick;
    private long nextWakeTick = NOTHING_DUE;
    private int size;
    private boolean closed;

    TimerWheel(LongSupplier clock) {
        this.clock = clock;
        this.origin = clock.getAsLong();
    }

    long now() {
        return clock.getAsLong();
    }

    /** Called when a timer becomes due before the time that {@link #nanosToNext} last told. Set once, before use. */
    void onEarlierTimer(Runnable action) {
        wake = action;
    }

    /** Schedules or re-schedules. Returns false, and does nothing, once the wheel is closed. */
    boolean schedule(Timer timer, long dueNanos) {
        boolean earlier;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            unlink(timer);
            // Rounded up, so that nothing fires early; at least one tick on, since earlier buckets were swept already.
            timer.tick = Math.max(lastTick + 1, (dueNanos - origin + TICK_NANOS - 1) >> TICK_SHIFT);
            link(timer);
            earlier = timer.tick < nextWakeTick;
            if (earlier) {
                nextWakeTick = timer.tick;
            }
        } finally {
            lock.unlock();
        }
        if (earlier) {
            wake.run();
        }
        return true;
    }

    void cancel(Timer timer) {
        lock.lock();
        try {
            unlink(timer);
        } finally {
            lock.unlock();
        }
    }

    /** Fires what is due. One thread at a time. */
    void advance() {
        long now = now();
        List<Timer> due = new ArrayList<>();
        lock.lock();
        try {
            long tick = (now - origin) >> TICK_SHIFT;
            long first = Math.max(lastTick + 1, tick - BUCKETS + 1);
            for (long t = first; t <= tick; t++) {
                takeDue((int) (t & (BUCKETS - 1)), tick, due);
            }
            lastTick = Math.max(lastTick, tick);
        } finally {
            lock.unlock();
        }
        for (Timer timer : due) {
            try {
                timer.due(now);
            } catch (RuntimeException | Error e) {
                // Deadlines of all other checks hang on this thread: it outlives whatever one of them does.
                System.getLogger("io.halfshake").log(Level.ERROR, "a timer failed", e);
            }
        }
    }

    /** How long the thread may sleep: until the next bucket that holds a timer, or for ever. */
    long nanosToNext() {
        long now = now();
        lock.lock();
        try {
            nextWakeTick = nextOccupiedTick();
            return nextWakeTick == NOTHING_DUE
                    ? Long.MAX_VALUE
                    : Math.max(0, origin + (nextWakeTick << TICK_SHIFT) - now);
        } finally {
            lock.unlock();
        }
    }

    /** Takes no timers from now on, and gives back those that were waiting. */
    List<Timer> close() {
        List<Timer> left = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            for (int bucket = 0; bucket < BUCKETS; bucket++) {
                takeDue(bucket, Long.MAX_VALUE, left);
            }
        } finally {
            lock.unlock();
        }
        return left;
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    private long nextOccupiedTick() {
        if (size > 0) {
            for (long tick = lastTick + 1; tick <= lastTick + BUCKETS; tick++) {
                if (buckets[(int) (tick & (BUCKETS - 1))] != null) {
                    return tick;
                }
            }
        }
        return NOTHING_DUE;
    }

    private void takeDue(int bucket, long tick, List<Timer> due) {
        Timer timer = buckets[bucket];
        while (timer != null) {
            Timer next = timer.next;
            if (timer.tick <= tick) {
                unlink(timer);
                due.add(timer);
            }
            timer = next;
        }
    }

    private void link(Timer timer) {
        int bucket = (int) (timer.tick & (BUCKETS - 1));
        Timer head = buckets[bucket];
        timer.next = head;
        if (head != null) {
            head.previous = timer;
        }
        buckets[bucket] = timer;
        timer.linked = true;
        size++;
    }

    private void unlink(Timer timer) {
        if (!timer.linked) {
            return;
        }
        if (timer.previous == null) {
            buckets[(int) (timer.tick & (BUCKETS - 1))] = timer.next;
        } else {
            timer.previous.next = timer.next;
        }
        if (timer.next != null) {
            timer.next.previous = timer.previous;
        }
        timer.previous = null;
        timer.next = null;
        timer.linked = false;
        size--;
    }
}
