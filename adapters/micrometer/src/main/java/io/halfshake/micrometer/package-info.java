/**
 * Meters for Micrometer: {@link io.halfshake.micrometer.HalfshakeMonitorMetrics} of what a monitor finds, and
 * {@link io.halfshake.micrometer.HalfshakeCheckerMetrics} of how a checker works.
 *
 * <p>The number of meters does not depend on the number of targets. Meters for each target are there when asked for,
 * with {@link io.halfshake.micrometer.TargetMetrics}, and then up to a limit.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null, and everything is safe for use by many
 * threads.
 */
@NullMarked
package io.halfshake.micrometer;

import org.jspecify.annotations.NullMarked;
