package io.halfshake.monitor;

import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import java.util.Map;

/**
 * What the checks of a target found, since it was added.
 *
 * @param up checks that ended Up
 * @param down checks that ended Down, by reason; unmodifiable, and without the reasons that never came
 * @param unknown checks that ended Unknown, by reason; unmodifiable, and without the reasons that never came
 */
public record Counts(long up, Map<DownReason, Long> down, Map<UnknownReason, Long> unknown) {
    /**
     * How many checks ended Down.
     *
     * @return zero or more
     */
    public long downs() {
        return down.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * How many checks ended Unknown.
     *
     * @return zero or more
     */
    public long unknowns() {
        return unknown.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The part of the conclusive checks that got no SYN-ACK. Unknown results count neither way.
     *
     * @return 0 to 1; {@link Double#NaN} if there was no conclusive check
     */
    public double loss() {
        return (double) downs() / (up + downs());
    }
}
