package io.halfshake.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Deletes what is too old, of a few targets at a time, so that no transaction takes long. For one thread. */
final class Retention {
    /** 10,000 targets in some eight minutes. */
    static final int TARGETS_PER_TURN = 20;

    private final StoreConfig config;
    private final Deque<Long> round = new ArrayDeque<>();

    Retention(StoreConfig config) {
        this.config = config;
    }

    /** Deletes of the next targets, and commits. */
    void turn(Connection connection, TargetIds ids, Instant now) throws SQLException {
        long oldest = Micros.of(now.minus(config.retention()));
        long oldestMinute = Micros.minute(now.minus(config.minutesRetention()));
        if (round.isEmpty()) {
            round.addAll(ids.all().values());
            int unusedRuns = Sql.update(
                    connection,
                    "DELETE FROM halfshake_runs WHERE watcher = ? AND alive_at < ?",
                    config.watcher(),
                    oldest);
            int unusedLosses = Sql.update(
                    connection,
                    "DELETE FROM halfshake_losses WHERE watcher = ? AND lost_to < ?",
                    config.watcher(),
                    oldest);
        }
        for (int i = 0; i < TARGETS_PER_TURN && !round.isEmpty(); i++) {
            delete(connection, round.removeFirst(), oldest, oldestMinute);
        }
        connection.commit();
    }

    private static void delete(Connection connection, long id, long oldest, long oldestMinute) throws SQLException {
        int unusedMinutes = Sql.update(
                connection, "DELETE FROM halfshake_minutes WHERE target_id = ? AND epoch_minute < ?", id, oldestMinute);
        int unusedSpans =
                Sql.update(connection, "DELETE FROM halfshake_spans WHERE target_id = ? AND span_to < ?", id, oldest);
        int unusedTransitions = Sql.update(
                connection, "DELETE FROM halfshake_transitions WHERE target_id = ? AND decided_at < ?", id, oldest);
        // Where the end was not seen, the begin is all that is known.
        int unusedOutages = Sql.update(
                connection,
                "DELETE FROM halfshake_outages WHERE target_id = ? AND ending <> 'open'"
                        + " AND COALESCE(ended_latest, began_latest) < ?",
                id,
                oldest);
    }
}
