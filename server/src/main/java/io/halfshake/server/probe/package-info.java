/**
 * {@link io.halfshake.server.probe.ProbePage}: one check for each request, as Prometheus' blackbox_exporter makes them,
 * of those targets only that an {@link io.halfshake.server.probe.AllowList} permits.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null, and everything is safe for use by many
 * threads.
 */
@NullMarked
package io.halfshake.server.probe;

import org.jspecify.annotations.NullMarked;
