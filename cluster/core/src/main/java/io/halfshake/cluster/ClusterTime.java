package io.halfshake.cluster;

/**
 * A member's estimate of the cluster's time: nanoseconds since the cluster began, on a clock that no machine has. Every
 * command carries the estimate of its proposer, and the state keeps the highest. Between commands each member counts on
 * by its own monotonic clock. So no two clocks have to agree, and the time goes no faster than the fastest of the
 * monotonic clocks. A member is behind by what the last command took to reach it.
 *
 * <p>While no member runs, the cluster's time is stopped, unless the member that restarts it proposes a higher one.
 */
final class ClusterTime {
    private long time;
    private long nanos;

    /**
     * Begins with zero.
     *
     * @param nanos the present, by the monotonic clock of this member
     */
    ClusterTime(long nanos) {
        this.nanos = nanos;
    }

    /** After a command was applied, or a snapshot restored: {@code clusterTime} is that of the state. */
    void applied(long clusterTime, long nowNanos) {
        if (clusterTime > at(nowNanos)) {
            time = clusterTime;
            nanos = nowNanos;
        }
    }

    /** The estimate for a moment of this member's monotonic clock. */
    long at(long nowNanos) {
        return time + (nowNanos - nanos);
    }
}
