package io.halfshake.server.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

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

        /** Held by the connection. */
        @Override
        @Nullable
        String tryLock() {
            return "SELECT pg_try_advisory_lock(?)";
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

    /** A query for a lock by a number; null where {@link Connector#lock} keeps other processes away. */
    @Nullable
    String tryLock() {
        return null;
    }

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
