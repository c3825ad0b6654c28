package io.halfshake.monitor;

import java.time.Duration;
import java.time.Instant;

/**
 * When a change happened that no check saw happen: between the last check with the old result and the first with the
 * new one.
 *
 * @param earliest not before this
 * @param latest not after this
 */
public record TimeBounds(Instant earliest, Instant latest) {
    /**
     * The uncertainty.
     *
     * @return zero or more; for a change that was seen, at most an interval and a round trip
     */
    public Duration width() {
        return Duration.between(earliest, latest);
    }
}
