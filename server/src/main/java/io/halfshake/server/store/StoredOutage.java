package io.halfshake.server.store;

import io.halfshake.monitor.TimeBounds;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An outage as it is stored.
 *
 * @param began as in {@link io.halfshake.monitor.Outage}
 * @param beganUnseen as in {@link io.halfshake.monitor.Outage}
 * @param reason what the check found that decided it, in small letters
 * @param ending how it ended
 * @param ended as in {@link io.halfshake.monitor.Outage}; null unless it was seen
 * @param unobserved as in {@link io.halfshake.monitor.Outage}; null where that is not known, or not yet
 */
public record StoredOutage(
        TimeBounds began,
        boolean beganUnseen,
        String reason,
        Ending ending,
        @Nullable TimeBounds ended,
        @Nullable Duration unobserved) {
    /** How an outage ended. */
    public enum Ending {
        /** It goes on. */
        OPEN,
        /** Within known bounds. */
        SEEN,
        /** It is not known when: the target was removed, or the watcher did not know of it when it started. */
        UNSEEN
    }
}
