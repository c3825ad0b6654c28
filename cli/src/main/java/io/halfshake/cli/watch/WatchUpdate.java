package io.halfshake.cli.watch;

import io.halfshake.CheckResult;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.Transition;
import java.time.Instant;

/** An update for the user. */
sealed interface WatchUpdate {
    /** A target changed its state. */
    record StateChange(Transition transition) implements WatchUpdate {}

    /**
     * The first check of a target was inconclusive.
     *
     * @param at the time of the result
     */
    record FirstUnknown(Instant at, CheckResult.Unknown result) implements WatchUpdate {}

    /**
     * Too few witnesses respond, or enough again.
     *
     * @param at the time of the update
     */
    record WitnessChange(Instant at, Blindness blindness) implements WatchUpdate {}
}
