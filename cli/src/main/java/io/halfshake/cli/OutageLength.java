package io.halfshake.cli;

import io.halfshake.monitor.Outage;
import io.halfshake.monitor.State;
import io.halfshake.monitor.Transition;
import java.time.Duration;
import java.time.Instant;

/**
 * How long a target was down.
 *
 * @param shortest at least so long
 * @param longest at most so long, if anybody saw it begin and end
 * @param open whether nobody did, so that it was or will be longer
 */
record OutageLength(Duration shortest, Duration longest, boolean open) {

    static OutageLength of(Outage outage) {
        return new OutageLength(outage.shortest(), outage.longest(), outage.beganUnseen() || outage.ongoing());
    }

    /** By the clock that does not jump: each transition's instants were reckoned from another look at the wall. */
    static OutageLength between(Transition down, Transition up) {
        long shortest =
                nanos(up, up.bounds().earliest()) - nanos(down, down.bounds().latest());
        long longest =
                nanos(up, up.bounds().latest()) - nanos(down, down.bounds().earliest());
        return new OutageLength(
                Duration.ofNanos(Math.max(0, shortest)), Duration.ofNanos(longest), down.from() == State.UNKNOWN);
    }

    private static long nanos(Transition transition, Instant moment) {
        return transition.atNanos() - Duration.between(moment, transition.at()).toNanos();
    }

    String words() {
        return Lengths.exact(shortest) + (open ? " or more" : " to " + Lengths.exact(longest));
    }
}
