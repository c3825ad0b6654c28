/**
 * Watching many targets for long: the {@link io.halfshake.monitor.Monitor}, what it tells while it watches, the
 * downtime it has seen, {@link io.halfshake.monitor.Retry} for those who ask more than once, and
 * {@link io.halfshake.monitor.Diagnoser} for those who want to know whether it is the service or the server.
 *
 * <p>Only the monotonic clock decides anything here. Every {@link java.time.Instant} is for people: it is reckoned from
 * the wall clock of the moment it was made, so that the distance between two instants of one object is exact, and a
 * wall clock that was set meanwhile shifts them together.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null, everything is safe for use by many threads,
 * and passing something senseless throws an {@link java.lang.IllegalArgumentException} whose text carries the name, the
 * value and the rule.
 */
@NullMarked
package io.halfshake.monitor;

import org.jspecify.annotations.NullMarked;
