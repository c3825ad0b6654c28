/**
 * Monitoring of many targets: the {@link io.halfshake.monitor.Monitor}, its listeners, and the history of outages.
 *
 * <p>Only the monotonic clock decides anything here. Every {@link java.time.Instant} is for display: it is computed
 * from the wall clock of the moment it was made, so that the distance between two instants of one object is exact, and
 * a wall clock that was set meanwhile shifts them together. {@link io.halfshake.monitor.TargetStatus#since()} is the
 * exception: it never changes while the state lasts. Only where a monitor adopts a
 * {@link io.halfshake.monitor.TargetCheckpoint} are moments computed from the wall clock, since monitors have no other
 * clock in common.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null, everything is safe for use by many threads,
 * and an invalid argument throws an {@link java.lang.IllegalArgumentException} whose text carries the name, the value
 * and the rule.
 */
@NullMarked
package io.halfshake.monitor;

import org.jspecify.annotations.NullMarked;
