package io.halfshake;

import io.halfshake.internal.FailSafe;
import io.halfshake.internal.TimerWheel;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** What is to be done later, on a clock: the deadlines of checks above all. Fired by one thread. */
final class Timers {
    /** About half a millisecond: a tenth of the lateness that is allowed at full load. */
    static final long TICK_NANOS = 1L << 19;

    /** Something to be done at a time. */
    abstract static class Timer extends TimerWheel.Timer {
        /** Called without a lock held. The timer may be scheduled again. */
        abstract void due(long now);
    }

    private final LongSupplier clock;
    private final TimerWheel wheel;

    Timers(LongSupplier clock) {
        this.clock = clock;
        long now = clock.getAsLong();
        this.wheel = new TimerWheel(now, TICK_NANOS);
        wheel.takeDue(now);
    }

    long now() {
        return clock.getAsLong();
    }

    /** Called when a timer becomes due before the time that {@link #nanosToNext} last told. Set once, before use. */
    void onEarlierTimer(Runnable action) {
        wheel.onEarlierTimer(action);
    }

    /** Schedules or re-schedules. Returns false, and does nothing, once closed. */
    boolean schedule(Timer timer, long dueNanos) {
        return wheel.schedule(timer, dueNanos);
    }

    void cancel(Timer timer) {
        wheel.cancel(timer);
    }

    /** Fires what is due. One thread at a time. */
    void advance() {
        long now = now();
        wheel.takeDue(now);
        for (TimerWheel.Timer timer = wheel.nextTaken(); timer != null; timer = wheel.nextTaken()) {
            try {
                ((Timer) timer).due(now);
            } catch (Throwable e) {
                // Deadlines of all other checks hang on this thread: it outlives whatever one of them does.
                FailSafe.log(Level.ERROR, "a timer failed", e);
            }
        }
    }

    /** How long the thread may sleep: until the next timer may be due, or without limit. */
    long nanosToNext() {
        return wheel.nanosToNext(now(), Long.MAX_VALUE);
    }

    /** Takes no timers from now on, and passes on those that were waiting, one by one and without a lock held. */
    void close(Consumer<? super Timer> action) {
        wheel.close();
        for (TimerWheel.Timer timer = wheel.nextTaken(); timer != null; timer = wheel.nextTaken()) {
            action.accept((Timer) timer);
        }
    }

    int size() {
        return wheel.size();
    }
}
