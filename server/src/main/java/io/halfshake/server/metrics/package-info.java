/**
 * What Prometheus reads: {@link io.halfshake.server.metrics.MonitorMetrics} of a monitor and its checker, on the page
 * that {@link io.halfshake.server.metrics.MetricsPage} makes.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null, and everything is safe for use by many
 * threads.
 */
@NullMarked
package io.halfshake.server.metrics;

import org.jspecify.annotations.NullMarked;
