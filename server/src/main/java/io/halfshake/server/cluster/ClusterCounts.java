package io.halfshake.server.cluster;

import io.halfshake.cluster.ClusterTarget;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How many targets of the cluster are in which state. Counted at most once a second, whoever asks. */
public final class ClusterCounts {
    private static final long MAX_AGE = TimeUnit.SECONDS.toNanos(1);

    private final ClusterView cluster;
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
     */
    public record States(int up, int down, int unknown) {}

    /**
     * Counts the targets of a cluster.
     *
     * @param cluster visited when asked
     */
    public ClusterCounts(ClusterView cluster) {
        this(cluster, System::nanoTime);
    }

    ClusterCounts(ClusterView cluster, LongSupplier nanoTime) {
        this.cluster = cluster;
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
            cluster.forEachTarget(counter::add);
            States fresh = new States(counter.up, counter.down, counter.unknown);
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

        void add(ClusterTarget target) {
            switch (target.state()) {
                case UP -> up++;
                case DOWN -> down++;
                case UNKNOWN -> unknown++;
            }
        }
    }
}
