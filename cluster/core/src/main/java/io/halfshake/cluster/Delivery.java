package io.halfshake.cluster;

import io.halfshake.cluster.Announcements.Scope;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls the listeners of one {@link Scope}, one change at a time: a change is taken only when the one before it was
 * delivered, so that nothing is on its way when this member learns that it has lost a partition.
 */
final class Delivery {
    private static final System.Logger LOG = System.getLogger("io.halfshake");

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
                isRunning = true;
                executor.execute(() -> run(next, convert.apply(next)));
            }
        } finally {
            lock.unlock();
        }
    }

    private void run(CommittedChange first, ClusterChange converted) {
        CommittedChange change = first;
        ClusterChange announced = converted;
        while (change != null) {
            for (ClusterListener listener : listeners) {
                call(listener, announced);
            }
            lock.lock();
            try {
                announcements.delivered(change);
                change = next();
                if (change != null) {
                    announced = convert.apply(change);
                }
            } finally {
                lock.unlock();
            }
            onDelivered.run();
        }
    }

    /** Null if there is none now. Then the next call of {@link #wake} begins anew. */
    private @Nullable CommittedChange next() {
        CommittedChange next = isClosed ? null : announcements.next();
        isRunning = next != null;
        return next;
    }

    private void call(ClusterListener listener, ClusterChange change) {
        try {
            listener.onChange(change);
        } catch (RuntimeException | Error e) {
            // An Error too: the changes after it are to be announced.
            if (!isFailureLogged) {
                isFailureLogged = true;
                LOG.log(Level.WARNING, "listener of a cluster: " + listener + ": further ones are not logged", e);
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
