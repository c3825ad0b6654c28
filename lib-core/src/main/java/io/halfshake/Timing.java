package io.halfshake;

import io.halfshake.internal.Arguments;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of one check went. Kept as nanoseconds, because a busy checker makes many of these.
 *
 * @param elapsedNanos from the call to the result
 * @param queuedNanos the part of it spent waiting for the checker's in-flight budget, or for a socket for one more
 *     address
 * @param resolvingNanos the part of it spent resolving the name
 * @param roundTripNanos from the SYN to the answer, or {@link #NO_ROUND_TRIP}
 */
public record Timing(long elapsedNanos, long queuedNanos, long resolvingNanos, long roundTripNanos) {
    /** No answer, and so no round trip. */
    public static final long NO_ROUND_TRIP = -1;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if a part is negative, but for {@link #NO_ROUND_TRIP}
     */
    public Timing {
        Arguments.require(elapsedNanos >= 0, "elapsedNanos", elapsedNanos, ">= 0");
        Arguments.require(queuedNanos >= 0, "queuedNanos", queuedNanos, ">= 0");
        Arguments.require(resolvingNanos >= 0, "resolvingNanos", resolvingNanos, ">= 0");
        Arguments.require(roundTripNanos >= NO_ROUND_TRIP, "roundTripNanos", roundTripNanos, ">= -1");
    }

    /**
     * The timing of a check that got no answer, and neither queued nor resolved a name.
     *
     * @param elapsedNanos from the call to the result, zero or more
     * @return the timing
     * @throws IllegalArgumentException if it is negative
     */
    public static Timing withoutRoundTrip(long elapsedNanos) {
        return new Timing(elapsedNanos, 0, 0, NO_ROUND_TRIP);
    }

    /**
     * From the call to the result.
     *
     * @return zero or more
     */
    public Duration elapsed() {
        return Duration.ofNanos(elapsedNanos);
    }

    /**
     * The part of {@link #elapsed()} spent waiting for the checker's in-flight budget, or for a socket for one more
     * address.
     *
     * @return zero or more
     */
    public Duration queued() {
        return Duration.ofNanos(queuedNanos);
    }

    /**
     * The part of {@link #elapsed()} spent resolving the name.
     *
     * @return zero or more
     */
    public Duration resolving() {
        return Duration.ofNanos(resolvingNanos);
    }

    /**
     * From the SYN to the answer.
     *
     * @return the round trip, or null where there was no answer
     */
    public @Nullable Duration roundTrip() {
        return roundTripNanos == NO_ROUND_TRIP ? null : Duration.ofNanos(roundTripNanos);
    }
}
