package io.halfshake.monitor;

import io.halfshake.DownReason;
import java.time.Duration;

/**
 * A time for which a target was down.
 *
 * @param began between the start of the last Up check and the answer of the first Down check
 * @param ended between the start of the last Down check and the answer of the first Up check; for an outage that goes
 *     on, between the start of the last Down check and now
 * @param ongoing whether the target is still down
 * @param beganUnseen whether the target was down at its first conclusive check; {@code began} is that first check then,
 *     and the outage may be older
 * @param reason what the check found that decided it
 * @param unobserved how much of the time from the first Down answer to the start of the last Down check was not
 *     {@linkplain OutageHistory observed}, at most
 */
public record Outage(
        TimeBounds began,
        TimeBounds ended,
        boolean ongoing,
        boolean beganUnseen,
        DownReason reason,
        Duration unobserved) {
    /**
     * The least time for which the target was down, if it was down between the checks too.
     *
     * @return from the first Down answer to the start of the last Down check, without the time that was not observed;
     *     zero if only one check found it
     */
    public Duration shortest() {
        Duration sure = Duration.between(began.latest(), ended.earliest()).minus(unobserved);
        return sure.isNegative() ? Duration.ZERO : sure;
    }

    /**
     * The most time that it lasted, unobserved time included.
     *
     * @return from the start of the last Up check to the next Up answer; the time before the first check is not known
     */
    public Duration longest() {
        return Duration.between(began.earliest(), ended.latest());
    }
}
