package io.halfshake.cluster;

import io.halfshake.cluster.Announcements.Scope;
import io.halfshake.internal.FailSafe;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;

/**
 * Calls the listeners of one {@link Scope}, one change at a time: a change is taken only when the one before it was
 * delivered, so that nothing is on its way when this member learns that it has lost a partition.
 */
final class Delivery {
    private final Announcements announcements;
    private final List<ClusterListener> listeners;
    private final Function<CommittedChange, ClusterChange> convert;
    private final Executor executor;
    private final Runnable onDelivered;

    /** Guards the announcements, and what is here. */
    private final Lock lock;

    private boolean isRunning;
    private boolean isClosed;
    private boolean isFailureLogged;

    /**
     * Of a member.
     *
     * @param convert called with the lock held
     * @param onDelivered called without the lock, after each change
     */
    Delivery(
            Announcements announcements,
            List<ClusterListener> listeners,
            Function<CommittedChange, ClusterChange> convert,
            Executor executor,
            Runnable onDelivered,
            Lock lock) {
        this.announcements = announcements;
        this.listeners = List.copyOf(listeners);
        this.convert = convert;
        this.executor = executor;
        this.onDelivered = onDelivered;
        this.lock = lock;
    }

    /** There may be something to be announced. */
    void wake() {
        lock.lock();
        try {
            if (isRunning || isClosed) {
                return;
            }
            CommittedChange next = announcements.next();
            if (next != null) {
                start(next);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Where that fails, as without memory or a thread, the change stays the next one. */
    private void start(CommittedChange first) {
        boolean isStarted = false;
        try {
            ClusterChange converted = convert.apply(first);
            isRunning = true;
            executor.execute(() -> run(first, converted));
            isStarted = true;
        } finally {
            if (!isStarted) {
                isRunning = false;
                announcements.giveBack(first);
            }
        }
    }

    private void run(CommittedChange first, ClusterChange converted) {
        CommittedChange change = first;
        ClusterChange announced = converted;
        boolean isOver = false;
        try {
            while (!isOver) {
                for (ClusterListener listener : listeners) {
                    call(listener, announced);
                }
                lock.lock();
                try {
                    announcements.delivered(change);
                    CommittedChange next = isClosed ? null : announcements.next();
                    if (next == null) {
                        isOver = true;
                        isRunning = false;
                    } else {
                        change = next;
                        announced = convert.apply(next);
                    }
                } finally {
                    lock.unlock();
                }
            }
        } finally {
            if (!isOver) {
                stopped(change);
            }
        }
        onDelivered.run();
    }

    /** A turn begins anew with the change at which it has stopped. */
    private void stopped(CommittedChange change) {
        lock.lock();
        try {
            isRunning = false;
            announcements.giveBack(change);
        } finally {
            lock.unlock();
        }
    }

    private void call(ClusterListener listener, ClusterChange change) {
        try {
            listener.onChange(change);
        } catch (Throwable e) {
            // Whatever it is, the changes after it are to be announced. Other languages throw checked exceptions too.
            if (!isFailureLogged) {
                isFailureLogged = true;
                FailSafe.log(Level.WARNING, "a listener of a cluster has failed, further failures are not logged", e);
            }
        }
    }

    /** After the change that is delivered just now, no other one is. */
    void close() {
        lock.lock();
        try {
            isClosed = true;
        } finally {
            lock.unlock();
        }
    }
}
