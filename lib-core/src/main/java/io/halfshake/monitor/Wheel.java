package io.halfshake.monitor;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What is due when, at a constant cost each, however many there are and however far off: a hierarchical timing wheel
 * (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", 1987, scheme 7). Nothing becomes due early, and late by
 * at most a tick. Times are nanoseconds since the wheel was made.
 */
final class Wheel {
    private static final int SLOT_BITS = 10;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int SLOT_MASK = SLOTS - 1;

    /** One turn of each: a second, 17 minutes, 12 days. What is farther off goes round the last one again. */
    private static final int LEVELS = 3;

    /** A millisecond: people's intervals are whole numbers of it, and so are kept exactly. */
    static final long TICK_NANOS = 1_000_000;

    /** At most one wheel and one time each; links live in the timer itself. */
    abstract static class Timer {
        private @Nullable Timer previous;
        private @Nullable Timer next;
        private long dueNanos;
        private short slot;
        private byte level = UNLINKED;

        private static final byte UNLINKED = -1;

        long dueNanos() {
            return dueNanos;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final @Nullable Timer[][] slots = new @Nullable Timer[LEVELS][SLOTS];
    private Runnable wake = () -> {};
    /** Swept. The first one is not, so that what is due at the very beginning is not late. */
    private long lastTick = -1;

    private long wakesAt;
    private int size;
    private int inLowest;
    private boolean closed;

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
            timer.dueNanos = dueNanos;
            // The slots up to the last tick were swept already.
            link(timer, lastTick + 1);
            earlier = dueNanos < wakesAt;
            if (earlier) {
                wakesAt = dueNanos;
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

    /** Takes out what is due, in the order of the ticks. */
    void takeDue(long nowNanos, List<Timer> due) {
        lock.lock();
        try {
            long tick = nowNanos / TICK_NANOS;
            while (lastTick < tick) {
                if (inLowest == 0) {
                    // Nothing before the next slot of the level above.
                    lastTick = Math.min(tick - 1, lastTick | SLOT_MASK);
                }
                lastTick++;
                cascade(lastTick);
                empty((int) lastTick & SLOT_MASK, due);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How long nothing becomes due, as far as the lowest level tells, and at most so long. */
    long nanosToNext(long nowNanos, long most) {
        lock.lock();
        try {
            wakesAt = nextDue(nowNanos + most);
            return Math.max(0, wakesAt - nowNanos);
        } finally {
            lock.unlock();
        }
    }

    private long nextDue(long latest) {
        for (long tick = lastTick + 1; tick <= latest / TICK_NANOS; tick++) {
            if (slots[0][(int) tick & SLOT_MASK] != null || (tick & SLOT_MASK) == 0) {
                return tick * TICK_NANOS;
            }
        }
        return latest;
    }

    /** Takes no timers from now on, and forgets those that were waiting. */
    void close() {
        lock.lock();
        try {
            closed = true;
            for (@Nullable Timer[] level : slots) {
                for (int slot = 0; slot < SLOTS; slot++) {
                    for (Timer timer = level[slot]; timer != null; timer = level[slot]) {
                        unlink(timer);
                    }
                }
            }
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** When a lower level has gone round, the next slot of the one above is dealt out to it. */
    private void cascade(long tick) {
        for (int level = 1; level < LEVELS; level++) {
            if ((tick & ((1L << (level * SLOT_BITS)) - 1)) != 0) {
                return;
            }
            int slot = (int) (tick >> (level * SLOT_BITS)) & SLOT_MASK;
            Timer timer = slots[level][slot];
            slots[level][slot] = null;
            while (timer != null) {
                Timer next = timer.next;
                forget(timer);
                link(timer, lastTick);
                timer = next;
            }
        }
    }

    private void empty(int slot, List<Timer> into) {
        Timer timer = slots[0][slot];
        slots[0][slot] = null;
        while (timer != null) {
            Timer next = timer.next;
            forget(timer);
            into.add(timer);
            timer = next;
        }
    }

    private void link(Timer timer, long earliest) {
        // Rounded up, so that nothing is early.
        long tick = Math.max(earliest, (timer.dueNanos + TICK_NANOS - 1) / TICK_NANOS);
        long ahead = tick - lastTick;
        int level = ahead < SLOTS ? 0 : ahead < (long) SLOTS * SLOTS ? 1 : 2;
        long farthest = lastTick + ((long) SLOT_MASK << (level * SLOT_BITS));
        int slot = (int) (Math.min(tick, farthest) >> (level * SLOT_BITS)) & SLOT_MASK;
        Timer head = slots[level][slot];
        timer.previous = null;
        timer.next = head;
        if (head != null) {
            head.previous = timer;
        }
        slots[level][slot] = timer;
        timer.level = (byte) level;
        timer.slot = (short) slot;
        size++;
        inLowest += level == 0 ? 1 : 0;
    }

    private void unlink(Timer timer) {
        if (timer.level == Timer.UNLINKED) {
            return;
        }
        if (timer.previous == null) {
            slots[timer.level][timer.slot] = timer.next;
        } else {
            timer.previous.next = timer.next;
        }
        if (timer.next != null) {
            timer.next.previous = timer.previous;
        }
        forget(timer);
    }

    private void forget(Timer timer) {
        timer.previous = null;
        timer.next = null;
        inLowest -= timer.level == 0 ? 1 : 0;
        timer.level = Timer.UNLINKED;
        size--;
    }
}
