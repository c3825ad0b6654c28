package io.halfshake;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** How many checks may be asked at once. Those above wait in the order in which they came. */
final class Budget {
    /**
     * A place in the queue, and what to do when it is one's turn. Links live in the waiter itself: leaving costs O(1).
     */
    abstract static class Waiter extends TimerWheel.Timer {
        private @Nullable Waiter ahead;
        private @Nullable Waiter behind;
        private boolean waiting;
        private boolean waited;

        /** It is this one's turn; whoever takes the slot gives it back. Called without a lock held. */
        abstract void granted();

        /** Whether it had to wait at all. For {@link #granted()}. */
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
    private boolean granting;

    Budget(int slots) {
        this.slots = slots;
    }

    /** Grants a slot at once where one is free, else when it is this waiter's turn. */
    void acquire(Waiter waiter) {
        lock.lock();
        try {
            if (taken >= slots || head != null) {
                append(waiter);
                return;
            }
            taken++;
        } finally {
            lock.unlock();
        }
        waiter.granted();
    }

    /** Gives up waiting; does nothing if the slot was granted already. */
    void leave(Waiter waiter) {
        lock.lock();
        try {
            if (waiter.waiting) {
                remove(waiter);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives a slot back. Granting may free the slot again at once, on this very stack: a loop rather than recursion
     * keeps a long queue of instant failures from overflowing it.
     */
    void release() {
        lock.lock();
        try {
            taken--;
            if (granting) {
                return;
            }
            granting = true;
        } finally {
            lock.unlock();
        }
        for (Waiter next = nextGranted(); next != null; next = nextGranted()) {
            grant(next);
        }
    }

    private void grant(Waiter next) {
        boolean returned = false;
        try {
            next.granted();
            returned = true;
        } finally {
            if (!returned) {
                stopGranting();
            }
        }
    }

    private void stopGranting() {
        lock.lock();
        try {
            granting = false;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Waiter nextGranted() {
        lock.lock();
        try {
            Waiter first = head;
            if (first == null || taken >= slots) {
                granting = false;
                return null;
            }
            remove(first);
            taken++;
            return first;
        } finally {
            lock.unlock();
        }
    }

    int taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
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
