package io.halfshake.cluster;

import io.halfshake.monitor.TimeBounds;
import io.halfshake.monitor.time.MonitorTime;
import java.time.Instant;
import java.util.Objects;

/**
 * One moment on three clocks, by which moments of the cluster's time become moments of this machine's wall clock. All
 * that one of these has converted moves together, so that the time between two of them is exact.
 *
 * @param wall by the wall clock of this machine
 * @param nanos by the monotonic clock of this process
 * @param cluster by the cluster's time, see {@link ClusterTime}
 */
record WallTime(Instant wall, long nanos, long cluster) {
    private static final int READINGS = 3;

    /** Two readings this close count as one moment. */
    private static final long CLOSE_NANOS = 20_000;

    /** The present. The wall clock is read beside a close reading of the other one, where that can be had. */
    static WallTime read(MonitorTime time, ClusterTime clock) {
        WallTime closest = null;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < READINGS && least > CLOSE_NANOS; i++) {
            long before = time.nanoTime();
            Instant wall = time.wallTime();
            long apart = time.nanoTime() - before;
            if (closest == null || apart < least) {
                least = apart;
                closest = new WallTime(wall, before, clock.at(before));
            }
        }
        return Objects.requireNonNull(closest);
    }

    Instant instant(long clusterNanos) {
        return wall.minusNanos(cluster - clusterNanos);
    }

    TimeBounds bounds(long earliest, long latest) {
        return new TimeBounds(instant(earliest), instant(latest));
    }
}
