package io.halfshake.cli.watch;

import io.halfshake.cli.terminal.DurationFormat;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.Outage;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.monitor.Transition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The length of an outage.
 *
 * @param shortest the minimum
 * @param longest the maximum, if both ends were observed
 * @param open whether an end was not observed, so that the outage may be longer
 */
record OutageLength(Duration shortest, Duration longest, boolean open) {

    static OutageLength of(Outage outage) {
        return new OutageLength(outage.shortest(), outage.longest(), outage.beganUnseen() || outage.ongoing());
    }

    /** By the monotonic clock: each transition's instants come from a separate reading of the wall clock. */
    static OutageLength between(Transition down, Transition up) {
        long shortest =
                nanos(up, up.bounds().earliest()) - nanos(down, down.bounds().latest());
        long longest =
                nanos(up, up.bounds().latest()) - nanos(down, down.bounds().earliest());
        return new OutageLength(
                Duration.ofNanos(Math.max(0, shortest)), Duration.ofNanos(longest), down.from() == TargetState.UNKNOWN);
    }

    /** The time for which too few witnesses responded; null while they do. */
    static @Nullable OutageLength of(Blindness blindness) {
        TimeBounds began = blindness.began();
        TimeBounds ended = blindness.ended();
        if (ended == null) {
            return null;
        }
        Duration shortest = Duration.between(began.latest(), ended.earliest());
        return new OutageLength(
                shortest.isNegative() ? Duration.ZERO : shortest,
                Duration.between(began.earliest(), ended.latest()),
                false);
    }

    private static long nanos(Transition transition, Instant instant) {
        return transition.atNanos() - Duration.between(instant, transition.at()).toNanos();
    }

    String describe() {
        return DurationFormat.exact(shortest) + (open ? " or more" : " to " + DurationFormat.exact(longest));
    }
}
