package io.halfshake.server.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** In what the databases differ. */
enum Dialect {
    SQLITE {
        @Override
        String url(Path file) {
            return "jdbc:sqlite:" + file;
        }

        /** The primary code is in the lowest byte. SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH of sqlite3.h. */
        @Override
        boolean isRefusal(SQLException error) {
            int code = error.getErrorCode() & 0xFF;
            return code >= 18 && code <= 20;
        }

        /** With a commit a second, waiting for the disk each time costs little. */
        @Override
        List<String> onConnect() {
            return List.of("PRAGMA busy_timeout = 5000", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL");
        }

        @Override
        String clustered() {
            return "WITHOUT ROWID";
        }
    },

    POSTGRESQL {
        @Override
        String url(Path file) {
            throw new IllegalArgumentException("file: " + file + " (expected an embedded database)");
        }

        /** In seconds. A server that is gone without a word must not hold the writer. */
        @Override
        void addTo(Properties properties) {
            set(properties, "connectTimeout", "10");
            set(properties, "loginTimeout", "10");
            set(properties, "socketTimeout", "30");
            set(properties, "tcpKeepAlive", "true");
            set(properties, "ApplicationName", "halfshake");
        }

        /** A server must notice within seconds that a machine is gone: its connection holds the watcher's name. */
        @Override
        List<String> onConnect() {
            return List.of(
                    "SET tcp_keepalives_idle = 5", "SET tcp_keepalives_interval = 1", "SET tcp_keepalives_count = 3");
        }

        @Override
        void claim(Connection connection, String watcher) throws SQLException {
            PostgresClaim.requireUnicode(connection);
            PostgresClaim.lock(connection, watcher);
        }
    };

    /** The properties have no value yet, so that none is replaced. */
    private static void set(Properties properties, String key, String value) {
        Object unused = properties.setProperty(key, value);
    }

    abstract String url(Path file);

    /** Run on each new connection. */
    List<String> onConnect() {
        return List.of();
    }

    /**
     * Takes a watcher's name for as long as the connection, where {@link Connector#lock} does not keep others away.
     *
     * @throws SQLException also if another one has it, or the database cannot store every text
     */
    void claim(Connection connection, String watcher) throws SQLException {}

    /** The end of a table's definition, so that it is stored in the order of its key. */
    String clustered() {
        return "";
    }

    /** Whether the database refuses what was written: by default by the classes of SQLSTATE for wrong data. */
    boolean isRefusal(SQLException error) {
        String state = error.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    /** What is set for a connection beside user and password. */
    void addTo(Properties properties) {}
}
