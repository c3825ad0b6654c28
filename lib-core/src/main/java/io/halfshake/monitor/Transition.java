package io.halfshake.monitor;

import io.halfshake.CheckResult;
import java.time.Instant;

/**
 * A target's state has changed.
 *
 * @param target as it was added
 * @param from the previous state, never the same as {@code to}
 * @param to the new state, never {@link TargetState#UNKNOWN}
 * @param at when the monitor decided it, by the wall clock of that moment
 * @param atNanos the same moment in nanoseconds, on a clock that never goes back: only differences between two of these
 *     values of one monitor have a meaning
 * @param evidence the result that decided it: the last of the {@code rise} or {@code fall} in a row
 * @param bounds when it really happened: between the start of the last check with the opposite result and the answer of
 *     the first check in the row. If no check had the opposite result, the bounds begin with the start of the first
 *     check, and the time before is not known. Of a target that was {@linkplain Monitor#adopt adopted}, the checks that
 *     its checkpoint tells of count too
 */
public record Transition(
        String target,
        TargetState from,
        TargetState to,
        Instant at,
        long atNanos,
        CheckResult evidence,
        TimeBounds bounds) {}
