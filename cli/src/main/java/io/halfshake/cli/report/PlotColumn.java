package io.halfshake.cli.report;

/**
 * The results of one target within a span of time. Moments and durations are nanoseconds, moments on the monitor's
 * clock.
 *
 * @param from where the span begins
 * @param to where it ends
 * @param up the number of checks that ended Up
 * @param min their shortest round trip; 0 if there is none, as for the next two
 * @param median their median round trip
 * @param p95 the 95th percentile of their round trips
 * @param failed the number of checks that ended Down and were not held
 * @param uncounted the number of checks that were inconclusive, or held
 */
record PlotColumn(long from, long to, long up, long min, long median, long p95, long failed, long uncounted) {}
