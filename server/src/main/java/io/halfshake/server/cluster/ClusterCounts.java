package io.halfshake.server.cluster;

import io.halfshake.cluster.ClusterTarget;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** How many targets of the cluster are in which state. Counted at most once a second. */
public final class ClusterCounts {
    private static final long MAX_AGE = TimeUnit.SECONDS.toNanos(1);

    private final ClusterView cluster;
    private final Predicate<? super String> isListed;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable States counted;
    private long countedAt;

    /**
     * The targets by their committed states.
     *
     * @param up that are up
     * @param down that are down
     * @param unknown of which neither is known
     * @param unlisted that this watcher does not list, and are in none of the other numbers
     */
    public record States(int up, int down, int unknown, int unlisted) {}

    /**
     * Counts the targets of a cluster.
     *
     * @param cluster visited when asked
     * @param isListed whether this watcher lists a target
     */
    public ClusterCounts(ClusterView cluster, Predicate<? super String> isListed) {
        this(cluster, isListed, System::nanoTime);
    }

    ClusterCounts(ClusterView cluster, Predicate<? super String> isListed, LongSupplier nanoTime) {
        this.cluster = cluster;
        this.isListed = isListed;
        this.nanoTime = nanoTime;
    }

    /**
     * The counts.
     *
     * @return as of a second ago at most
     */
    public States states() {
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            States last = counted;
            if (last != null && now - countedAt < MAX_AGE) {
                return last;
            }
            Counter counter = new Counter();
            cluster.forEachTarget(each -> counter.add(each, isListed.test(each.target())));
            States fresh = new States(counter.up, counter.down, counter.unknown, counter.unlisted);
            counted = fresh;
            countedAt = now;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private static final class Counter {
        int up;
        int down;
        int unknown;
        int unlisted;

        void add(ClusterTarget target, boolean isListed) {
            if (!isListed) {
                unlisted++;
                return;
            }
            switch (target.state()) {
                case UP -> up++;
                case DOWN -> down++;
                case UNKNOWN -> unknown++;
            }
        }
    }
}
