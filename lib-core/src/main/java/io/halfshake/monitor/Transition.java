package io.halfshake.monitor;

import io.halfshake.CheckResult;
import java.time.Instant;

/**
 * A target's state has changed.
 *
 * @param target as it was added
 * @param from the state until now, never the same as {@code to}
 * @param to the state from now on, never {@link State#UNKNOWN}
 * @param at when the monitor decided it
 * @param atNanos the same on the clock of {@link MonitorTime#nanoTime()}, to measure with
 * @param evidence the result that decided it: the last of the {@code rise} or {@code fall} in a row
 * @param bounds when it really happened: between the question of the last check that found it otherwise and the answer
 *     of the first in the row. Where none had found it otherwise, it begins with the first check's question, and what
 *     was before is not known
 */
public record Transition(
        String target, State from, State to, Instant at, long atNanos, CheckResult evidence, Bounds bounds) {

    /**
     * This transition as a JSON object on one line.
     *
     * @return such as {@code {"target":"db:5432","from":"up","to":"down",...}}
     */
    public String toJson() {
        return Json.of(this);
    }
}
