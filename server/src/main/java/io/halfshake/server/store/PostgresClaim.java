package io.halfshake.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;

/** What a watcher makes sure of before it writes to PostgreSQL. */
final class PostgresClaim {
    /** Of each schema, since each has tables of its own. */
    private static final String LOCK = "SELECT pg_try_advisory_lock(hashtextextended(current_schema() || '/' || ?, 0))";

    private PostgresClaim() {}

    /** In another encoding one target or one evidence would be refused, and each batch that has it. */
    static void requireUnicode(Connection connection) throws SQLException {
        try (PreparedStatement show = connection.prepareStatement("SHOW server_encoding");
                ResultSet row = show.executeQuery()) {
            String encoding = row.next() ? row.getString(1) : null;
            if (encoding == null || !encoding.toUpperCase(Locale.ROOT).equals("UTF8")) {
                throw new SQLException("server_encoding: " + encoding + " (expected UTF8)");
            }
        }
    }

    /** Two that write under one name would take each other's states for their own. */
    static void lock(Connection connection, String watcher) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(LOCK)) {
            select.setString(1, watcher);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || !row.getBoolean(1)) {
                    throw new SQLException("store.watcher: " + watcher
                            + " (expected a name that no other watcher uses at present in this database)");
                }
            }
        }
    }
}
