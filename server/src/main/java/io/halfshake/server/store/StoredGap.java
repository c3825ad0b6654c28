package io.halfshake.server.store;

import java.time.Instant;

/**
 * A time of which the history of all targets has less than there was, or nothing.
 *
 * @param from its begin
 * @param to its end
 * @param lostEvents how many transitions and removals were found in it and not stored
 * @param lostMinutes how many summaries were not stored; both are 0 where the watcher did not run, or had no database
 */
public record StoredGap(Instant from, Instant to, long lostEvents, long lostMinutes) {}
