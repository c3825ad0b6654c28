package io.halfshake.server.store;

import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetCheckpoint.OpenOutage;
import io.halfshake.server.store.StoredOutage.Ending;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Has the outages agree with the stored checkpoints again after events were lost: what goes on is open. */
final class LostEvents {
    private static final String OPEN =
            "SELECT began_latest FROM halfshake_outages WHERE target_id = ? AND ending = 'open'";

    /** The transition that began a state: of all moments of a checkpoint, that one never moves. */
    private static final String DECIDED =
            "SELECT 1 FROM halfshake_transitions WHERE target_id = ? AND decided_at = ? AND to_state = 'down'";

    /** By how much the begin of an outage may differ between its transition and a later checkpoint. */
    private static final Duration TOLERANCE = Duration.ofSeconds(1);

    private LostEvents() {}

    /** Those of targets that are not down have been ended. */
    static void makeUpFor(Connection connection, TargetIds ids, Map<String, TargetCheckpoint> checkpoints)
            throws SQLException {
        List<Row> begun = new ArrayList<>();
        for (TargetCheckpoint checkpoint : checkpoints.values()) {
            OpenOutage outage = checkpoint.outage();
            if (outage != null) {
                long id = ids.get(connection, checkpoint.target());
                if (!isOpen(connection, id, checkpoint.since(), outage.began().latest())) {
                    // One that is open is an earlier one, whose end was lost.
                    int unused = Sql.update(connection, BatchWriter.END_ALL, id);
                    begun.add(Row.outage(id, stored(outage)));
                }
            }
        }
        Sql.write(connection, Table.OUTAGES, begun);
    }

    /** By its begin, or, where the clock was set since, by the transition that began it. */
    private static boolean isOpen(Connection connection, long id, Instant since, Instant began) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OPEN)) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                Duration moved =
                        Duration.between(Micros.instant(row.getLong(1)), began).abs();
                return moved.compareTo(TOLERANCE) <= 0 || wasStored(connection, id, since);
            }
        }
    }

    /** With it, the outages before were ended: the one that is open is its own. */
    private static boolean wasStored(Connection connection, long id, Instant since) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(DECIDED)) {
            select.setLong(1, id);
            select.setLong(2, Micros.of(since));
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    private static StoredOutage stored(OpenOutage outage) {
        return new StoredOutage(
                outage.began(), outage.beganUnseen(), Row.name(outage.reason()), Ending.OPEN, null, null);
    }
}
