package io.halfshake.monitor;

import java.time.Duration;
import java.time.Instant;

/**
 * When something happened that nobody saw happen: between the last check that found it otherwise and the first that
 * found it so.
 *
 * @param earliest not before this
 * @param latest not after this
 */
public record Bounds(Instant earliest, Instant latest) {
    /**
     * How much is left open.
     *
     * @return zero or more; for a change that was seen, at most an interval and a round trip
     */
    public Duration width() {
        return Duration.between(earliest, latest);
    }
}
