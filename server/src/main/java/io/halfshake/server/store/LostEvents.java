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

    /** By how much the moments of a transition and of a later checkpoint may differ: the clock may have been set. */
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
                if (!isOpen(connection, id, outage.began().latest())) {
                    // One that is open is an earlier one, whose end was lost.
                    int unused = Sql.update(connection, BatchWriter.END_ALL, id);
                    begun.add(Row.outage(id, stored(outage)));
                }
            }
        }
        Sql.write(connection, Table.OUTAGES, begun);
    }

    private static boolean isOpen(Connection connection, long id, Instant began) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(OPEN)) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        && Duration.between(Micros.instant(row.getLong(1)), began)
                                        .abs()
                                        .compareTo(TOLERANCE)
                                <= 0;
            }
        }
    }

    private static StoredOutage stored(OpenOutage outage) {
        return new StoredOutage(
                outage.began(), outage.beganUnseen(), Row.name(outage.reason()), Ending.OPEN, null, null);
    }
}
