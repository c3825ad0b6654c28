package io.halfshake.cluster;

/**
 * The outage of a target that is down. Moments are in nanoseconds of the cluster's time.
 *
 * @param at when it was proposed
 * @param beganUnseen as in {@link io.halfshake.monitor.Outage}
 * @param evidence of the change that opened it
 */
record OpenOutage(long at, long earliest, long latest, boolean beganUnseen, Bytes evidence) {}
