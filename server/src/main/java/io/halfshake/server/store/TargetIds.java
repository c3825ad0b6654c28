package io.halfshake.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of the targets of one watcher. As long as its connection: after an error, what it added may have been
 * rolled back.
 */
final class TargetIds {
    /** SQLSTATE of a transaction that may succeed when it is done again. */
    private static final String TRY_AGAIN = "40001";

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FIND = "SELECT id FROM halfshake_targets WHERE watcher = ? AND target = ?";

    /** Of the column of targets. Only the scope of an IPv6 address makes a target that long. */
    static final int MAX_TARGET = 1_000;

    private final String watcher;
    private final Map<String, Long> known = new HashMap<>();

    /** Whether the column takes it; it counts code points, of which a text has at most as many as characters. */
    static boolean isStorable(String target) {
        return target.length() <= MAX_TARGET;
    }

    TargetIds(String watcher) {
        this.watcher = watcher;
    }

    /** All that were ever stored. */
    void load(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id, target FROM halfshake_targets WHERE watcher = ?")) {
            select.setString(1, watcher);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    known.put(rows.getString("target"), rows.getLong("id"));
                }
            }
        }
    }

    Map<String, Long> all() {
        return Map.copyOf(known);
    }

    /** Null if nothing was ever stored of it. */
    @Nullable
    Long find(String target) {
        return known.get(target);
    }

    /** Adds it where it is new. Another watcher may take the same number: then this transaction is to be done again. */
    long get(Connection connection, String target) throws SQLException {
        Long found = known.get(target);
        if (found != null) {
            return found;
        }
        long id = next(connection);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO halfshake_targets (id, watcher, target) VALUES (?, ?, ?)")) {
            insert.setLong(1, id);
            insert.setString(2, watcher);
            insert.setString(3, target);
            int unused = insert.executeUpdate();
        } catch (SQLException e) {
            // By its own SQLSTATE it would count as refused, and its batch would be dropped.
            throw UNIQUE_VIOLATION.equals(e.getSQLState())
                    ? new SQLException("halfshake_targets.id: " + id + " (expected a free one)", TRY_AGAIN, e)
                    : e;
        }
        known.put(target, id);
        return id;
    }

    private static long next(Connection connection) throws SQLException {
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT COALESCE(MAX(id), 0) + 1 FROM halfshake_targets");
                ResultSet row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 1;
        }
    }

    /** After its row was deleted. */
    void forget(long id) {
        boolean unused = known.values().remove(id);
    }

    /** For a reader, which has no numbers of its own. Null if nothing was ever stored of the target. */
    static @Nullable Long find(Connection connection, String watcher, String target) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            select.setString(1, watcher);
            select.setString(2, target);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : null;
            }
        }
    }
}
