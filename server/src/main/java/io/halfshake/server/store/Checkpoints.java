package io.halfshake.server.store;

import io.halfshake.internal.FailSafe;
import io.halfshake.monitor.TargetCheckpoint;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a restart continues. */
final class Checkpoints {
    private static final String SELECT =
            "SELECT t.target, c.* FROM halfshake_checkpoints c JOIN halfshake_targets t ON t.id = c.target_id"
                    + " WHERE t.watcher = ?";

    private Checkpoints() {}

    /** By target. */
    static Map<String, TargetCheckpoint> load(Connection connection, String watcher) throws SQLException {
        Map<String, TargetCheckpoint> found = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setString(1, watcher);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    add(found, rows);
                }
            }
        }
        return found;
    }

    private static void add(Map<String, TargetCheckpoint> found, ResultSet row) throws SQLException {
        try {
            TargetCheckpoint checkpoint = Stored.checkpoint(row);
            found.put(checkpoint.target(), checkpoint);
        } catch (IllegalArgumentException e) {
            // Its target begins anew.
            FailSafe.log(Level.WARNING, "store: checkpoint not used: " + e.getMessage(), null);
        }
    }
}
