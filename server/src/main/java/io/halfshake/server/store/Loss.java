package io.halfshake.server.store;

import java.time.Instant;

/**
 * What was found and not stored, since too much waited for the database, it was refused, or there was no memory for it.
 *
 * @param from when the first of it was found
 * @param to when the last of it was found
 * @param events transitions and removals of targets
 * @param minutes summaries of minutes
 */
record Loss(Instant from, Instant to, long events, long minutes) {
    Loss plus(Loss other) {
        return new Loss(
                other.from.isBefore(from) ? other.from : from,
                other.to.isAfter(to) ? other.to : to,
                events + other.events,
                minutes + other.minutes);
    }
}
