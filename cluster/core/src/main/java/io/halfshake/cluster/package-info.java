/**
 * A monitor that several members share. {@link io.halfshake.cluster.ClusterMonitor} is the entry point.
 *
 * <p>Unless said otherwise, nothing here accepts or returns null.
 */
@NullMarked
package io.halfshake.cluster;

import org.jspecify.annotations.NullMarked;
