package io.halfshake.internal;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Timers at a constant cost each, however many there are and however far off: a hierarchical timing wheel (Varghese and
 * Lauck, "Hashed and Hierarchical Timing Wheels", 1987, scheme 7). Nothing becomes due early, and late by at most a
 * tick. Nothing here allocates, so that no timer is lost where the heap is full. Times are nanoseconds on the caller's
 * clock, which may wrap around.
 */
public final class TimerWheel {
    private static final int SLOT_BITS = 11;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int SLOT_MASK = SLOTS - 1;

    /** With a tick of a millisecond one turn of each takes 2 s, 70 minutes, 99 days. Beyond, timers go round again. */
    private static final int LEVELS = 3;

    /** At most one wheel and one time each; links live in the timer itself. */
    public abstract static class Timer {
        private static final byte UNLINKED = -1;

        /** Taken out of the slots, but not by {@link #nextTaken}. */
        private static final byte TAKEN = LEVELS;

        private @Nullable Timer previous;
        private @Nullable Timer next;
        private long dueNanos;
        private short slot;
        private byte level = UNLINKED;

        /** When it was or is to become due. */
        protected final long dueNanos() {
            return dueNanos;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final long origin;
    private final long tickNanos;

    /** The last one has one slot only: what was taken out of the others. */
    private final @Nullable Timer[][] slots = new @Nullable Timer[LEVELS + 1][];

    private @Nullable Timer lastTaken;
    private Runnable wake = () -> {};

    /** Swept. The first one is not, so that what is due at the very beginning is not late. */
    private long lastTick = -1;

    /** Since the origin. */
    private long wakesAt;

    private int size;
    private int inLowest;
    private boolean closed;

    /**
     * Makes one without timers.
     *
     * @param originNanos the time now, at the earliest
     * @param tickNanos times are rounded up to multiples of it since the origin
     */
    public TimerWheel(long originNanos, long tickNanos) {
        this.origin = originNanos;
        this.tickNanos = tickNanos;
        for (int level = 0; level < LEVELS; level++) {
            slots[level] = new @Nullable Timer[SLOTS];
        }
        slots[Timer.TAKEN] = new @Nullable Timer[1];
    }

    /**
     * Called when a timer becomes due before the time that {@link #nanosToNext} last returned. Set once, before use.
     */
    public void onEarlierTimer(Runnable action) {
        wake = action;
    }

    /** Schedules or re-schedules. Returns false, and does nothing, once the wheel is closed. */
    public boolean schedule(Timer timer, long dueNanos) {
        boolean earlier;
        FailSafe.lock(lock);
        try {
            if (closed) {
                return false;
            }
            unlink(timer);
            timer.dueNanos = dueNanos;
            // The slots up to the last tick were swept already.
            long at = link(timer, lastTick + 1) * tickNanos;
            earlier = at < wakesAt;
            if (earlier) {
                wakesAt = at;
            }
        } finally {
            lock.unlock();
        }
        if (earlier) {
            wake.run();
        }
        return true;
    }

    public void cancel(Timer timer) {
        FailSafe.lock(lock);
        try {
            unlink(timer);
        } finally {
            lock.unlock();
        }
    }

    /** Takes out what is due, for {@link #nextTaken}. */
    public void takeDue(long nowNanos) {
        FailSafe.lock(lock);
        try {
            long tick = Math.floorDiv(nowNanos - origin, tickNanos);
            while (lastTick < tick) {
                if (inLowest == 0) {
                    // Nothing before the next slot of the level above.
                    lastTick = Math.min(tick - 1, lastTick | SLOT_MASK);
                }
                lastTick++;
                cascade(lastTick);
                take(0, (int) lastTick & SLOT_MASK);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Schedules one that was taken out for the time at which it was due. */
    public boolean putBack(Timer timer) {
        return schedule(timer, timer.dueNanos);
    }

    /**
     * The next of those that were taken out, in the order of the ticks; null if there is none. It can be scheduled
     * again; until it is returned here, it can be cancelled.
     */
    public @Nullable Timer nextTaken() {
        FailSafe.lock(lock);
        try {
            Timer timer = slots[Timer.TAKEN][0];
            if (timer != null) {
                unlink(timer);
            }
            return timer;
        } finally {
            lock.unlock();
        }
    }

    /** For how long nothing becomes due, as far as the lowest level tells, and at most {@code most}. */
    public long nanosToNext(long nowNanos, long most) {
        FailSafe.lock(lock);
        try {
            long now = nowNanos - origin;
            long latest = now > Long.MAX_VALUE - most ? Long.MAX_VALUE : now + most;
            wakesAt = size == 0 ? latest : Math.min(nextTick() * tickNanos, latest);
            return wakesAt == latest ? most : Math.max(0, wakesAt - now);
        } finally {
            lock.unlock();
        }
    }

    private long nextTick() {
        long tick = lastTick + 1;
        while (slots[0][(int) tick & SLOT_MASK] == null && (tick & SLOT_MASK) != 0) {
            tick++;
        }
        return tick;
    }

    /** Takes no timers from now on. Those that were waiting are left to {@link #nextTaken}. */
    public void close() {
        FailSafe.lock(lock);
        try {
            closed = true;
            for (int level = 0; level < LEVELS; level++) {
                for (int slot = 0; slot < SLOTS; slot++) {
                    take(level, slot);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many timers wait, those taken out included. */
    public int size() {
        FailSafe.lock(lock);
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** When a lower level has gone round, the next slot of the one above is distributed to it. */
    private void cascade(long tick) {
        for (int level = 1; level < LEVELS; level++) {
            if ((tick & ((1L << (level * SLOT_BITS)) - 1)) != 0) {
                return;
            }
            int slot = (int) (tick >> (level * SLOT_BITS)) & SLOT_MASK;
            Timer timer = first(level, slot);
            slots[level][slot] = null;
            while (timer != null) {
                Timer next = timer.previous;
                forget(timer);
                long unused = link(timer, lastTick);
                timer = next;
            }
        }
    }

    /** The one that was put there first, which is the last of the list. */
    private @Nullable Timer first(int level, int slot) {
        Timer timer = slots[level][slot];
        while (timer != null && timer.next != null) {
            timer = timer.next;
        }
        return timer;
    }

    private void take(int level, int slot) {
        Timer timer = first(level, slot);
        slots[level][slot] = null;
        while (timer != null) {
            Timer next = timer.previous;
            forget(timer);
            timer.level = Timer.TAKEN;
            timer.slot = 0;
            timer.previous = lastTaken;
            if (lastTaken == null) {
                slots[Timer.TAKEN][0] = timer;
            } else {
                lastTaken.next = timer;
            }
            lastTaken = timer;
            size++;
            timer = next;
        }
    }

    /** Returns the tick in which it becomes due. */
    private long link(Timer timer, long earliest) {
        // Rounded up, so that nothing is early.
        long tick = Math.max(earliest, -Math.floorDiv(origin - timer.dueNanos, tickNanos));
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
        return tick;
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
        } else if (timer == lastTaken) {
            lastTaken = timer.previous;
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
