/**
 * For tests of code that uses Halfshake: {@link io.halfshake.testing.FakeChecker} where no network is wanted,
 * {@link io.halfshake.testing.TcpPeer} where it is, and {@link io.halfshake.testing.CheckerContract} for those who
 * write an engine.
 *
 * <p>House rule: a test waits for an event, for a bounded time, and never for time to pass. Where time itself is the
 * subject, it is a {@link io.halfshake.testing.ManualTime}.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null, and passing something senseless throws an
 * {@link java.lang.IllegalArgumentException} whose text carries the name, the value and the rule.
 */
@NullMarked
package io.halfshake.testing;

import org.jspecify.annotations.NullMarked;
