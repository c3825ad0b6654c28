package io.halfshake.monitor;

import io.halfshake.DownReason;
import java.time.Duration;

/**
 * A time for which a target was down.
 *
 * @param began between the question of the last good check and the answer of the first bad one
 * @param ended between the question of the last bad check and the answer of the first good one; for an outage that goes
 *     on, between the question of the last bad check and now
 * @param ongoing whether the target is still down
 * @param beganUnseen whether the target was down when it was first looked at; {@code began} is that first check then,
 *     and the outage may be older
 * @param reason what the check found that decided it
 */
public record Outage(Bounds began, Bounds ended, boolean ongoing, boolean beganUnseen, DownReason reason) {
    /**
     * It lasted at least this long, if the target was down in between whenever nobody looked.
     *
     * @return from the first bad answer to the last bad question; zero if only one check saw it
     */
    public Duration shortest() {
        Duration sure = Duration.between(began.latest(), ended.earliest());
        return sure.isNegative() ? Duration.ZERO : sure;
    }

    /**
     * It lasted at most this long.
     *
     * @return from the last good question to the first good answer; of what was before the first check nothing is known
     */
    public Duration longest() {
        return Duration.between(began.earliest(), ended.latest());
    }
}
