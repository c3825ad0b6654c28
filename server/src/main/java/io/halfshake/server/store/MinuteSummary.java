package io.halfshake.server.store;

import org.jspecify.annotations.Nullable;

/**
 * What the checks of a minute found.
 *
 * @param minute since 1970, UTC, by the moment of the result
 * @param ups how many ended up
 * @param downs how many ended down, held ones included
 * @param unknowns how many ended otherwise
 * @param held how many of those that ended down changed no state
 * @param roundTrips of those that ended up; null if there were none
 */
public record MinuteSummary(
        int minute,
        int ups,
        int downs,
        int unknowns,
        int held,
        @Nullable RoundTrips roundTrips) {
    /**
     * Round trips in microseconds.
     *
     * @param min the shortest
     * @param median half of them are at most this
     * @param p99 of a hundred, 99 are at most this
     * @param max the longest
     */
    public record RoundTrips(long min, long median, long p99, long max) {}
}
