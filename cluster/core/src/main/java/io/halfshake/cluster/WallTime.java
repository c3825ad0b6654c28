package io.halfshake.cluster;

import io.halfshake.monitor.TimeBounds;
import java.time.Instant;

/**
 * One moment on three clocks, by which moments of the cluster's time become moments of this machine's wall clock. All
 * that one of these has converted moves together, so that the time between two of them is exact.
 *
 * @param wall by the wall clock of this machine
 * @param nanos by the monotonic clock of this process
 * @param cluster by the cluster's time, see {@link ClusterTime}
 */
record WallTime(Instant wall, long nanos, long cluster) {
    Instant instant(long clusterNanos) {
        return wall.minusNanos(cluster - clusterNanos);
    }

    TimeBounds bounds(long earliest, long latest) {
        return new TimeBounds(instant(earliest), instant(latest));
    }
}
