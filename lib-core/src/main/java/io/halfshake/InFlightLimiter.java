package io.halfshake;

import io.halfshake.internal.FailSafe;
import java.lang.System.Logger.Level;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A number of slots. Where none is free, callers wait for one in the order in which they came. */
final class InFlightLimiter {
    /**
     * A place in the queue, and then a slot. Links live in the waiter itself: waiting allocates nothing, and leaving
     * costs O(1).
     */
    abstract static class Waiter extends Timers.Timer {
        private @Nullable Waiter ahead;
        private @Nullable Waiter behind;
        private boolean waiting;
        private boolean waited;
        private boolean holding;

        /** It is this one's turn. Called without a lock held, and not if the slot was free at once. */
        abstract void granted();

        /** Whether it had to wait at all. For the thread that was granted the slot. */
        final boolean hasWaited() {
            return waited;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final int slots;
    private int taken;
    private int waiters;
    private @Nullable Waiter head;
    private @Nullable Waiter tail;

    /** Whether a thread is in the loop that grants; written with the lock held, or by that thread. */
    private volatile boolean granting;

    InFlightLimiter(int slots) {
        this.slots = slots;
    }

    /** Takes a slot. True if one was free; else the waiter is granted it in its turn. */
    boolean take(Waiter waiter) {
        FailSafe.lock(lock);
        try {
            if (taken >= slots || head != null) {
                append(waiter);
                return false;
            }
            taken++;
            waiter.holding = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the slot back, or stops waiting for one; with neither, only grants what an earlier call had to leave. What
     * is granted may be given back at once, on this very stack: a loop rather than recursion keeps a long queue of
     * instant failures from overflowing it.
     */
    void leave(Waiter waiter) {
        if (giveBack(waiter)) {
            grantWaiting();
        }
    }

    /** The first half of {@link #leave}, which calls no other waiter. True if {@link #grantWaiting} is to follow. */
    boolean giveBack(Waiter waiter) {
        FailSafe.lock(lock);
        try {
            if (waiter.waiting) {
                remove(waiter);
            }
            if (waiter.holding) {
                waiter.holding = false;
                taken--;
            }
            return isToGrant();
        } finally {
            lock.unlock();
        }
    }

    private boolean isToGrant() {
        return !granting && head != null && taken < slots;
    }

    /** Grants what is free to those that wait, unless another thread does. */
    void grantWaiting() {
        FailSafe.lock(lock);
        try {
            if (!isToGrant()) {
                return;
            }
            granting = true;
        } finally {
            lock.unlock();
        }
        boolean done = false;
        try {
            for (Waiter next = nextGranted(); next != null; next = nextGranted()) {
                grant(next);
            }
            done = true;
        } finally {
            if (!done) {
                // Where the stack overflows, no lock can be taken. The next to leave goes on.
                granting = false;
            }
        }
    }

    private static void grant(Waiter next) {
        try {
            next.granted();
        } catch (Throwable e) {
            // All others wait for this loop: it outlives whatever one of them does.
            FailSafe.log(Level.ERROR, "a check that was granted its turn failed", e);
        }
    }

    private @Nullable Waiter nextGranted() {
        FailSafe.lock(lock);
        try {
            Waiter first = head;
            if (first == null || taken >= slots) {
                granting = false;
                return null;
            }
            remove(first);
            taken++;
            first.holding = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is in the queue: neither before {@link #take}, nor once it was granted a slot. */
    boolean isWaiting(Waiter waiter) {
        FailSafe.lock(lock);
        try {
            return waiter.waiting;
        } finally {
            lock.unlock();
        }
    }

    int taken() {
        FailSafe.lock(lock);
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        FailSafe.lock(lock);
        try {
            return waiters;
        } finally {
            lock.unlock();
        }
    }

    private void append(Waiter waiter) {
        waiter.ahead = tail;
        if (tail == null) {
            head = waiter;
        } else {
            tail.behind = waiter;
        }
        tail = waiter;
        waiter.waiting = true;
        waiter.waited = true;
        waiters++;
    }

    private void remove(Waiter waiter) {
        if (waiter.ahead == null) {
            head = waiter.behind;
        } else {
            waiter.ahead.behind = waiter.behind;
        }
        if (waiter.behind == null) {
            tail = waiter.ahead;
        } else {
            waiter.behind.ahead = waiter.ahead;
        }
        waiter.ahead = null;
        waiter.behind = null;
        waiter.waiting = false;
        waiters--;
    }
}
